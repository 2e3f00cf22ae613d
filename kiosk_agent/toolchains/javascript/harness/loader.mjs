// Modules compiled from memory: nothing of the program is ever on a disk. ESM or CommonJS is told by V8's parser.

import { builtinModules, createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';

const ROOT = 'file:///';
// Of a file that is neither: which of the two it means to be.
const MODULE_SYNTAX = /(?:^|[;}])\s*(?:import\s*[\w{*'"]|export\s)/m;
// What every module has that is told from CommonJS by more than an await; and a first word that nothing else may have.
const MODULE_WORD = /\b(?:im|ex)port\b/;
const BEGINS_WITH_EXPORT = /^(?:\s|\/\/[^\n]*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)*export\b/;
const JEST_MOCK = /^jest\.mock\(\s*(["'])([^"']+)\1/gm;
const EXPORTED_NAME = /^export\s+(?:async\s+)?(?:function\*?|const|let|class)\s+(\w+)/gm;
const REQUIRED = /\brequire\(\s*(["'`])([^"'`]+)\1\s*\)/g;
const SUFFIXES = ['', '.js', '.mjs', '.cjs', '.json', '/index.js'];
const BUILTIN = new Set(builtinModules);
const PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname'];
const requireBuiltin = createRequire(ROOT);
const JEST = '@jest/globals';
// By the words that it exports: made once, ahead, where the words are.
const jestModules = new WeakMap();

export class MemoryLoader {
  #modules = new Map();
  #commonJs = new Map();
  // CommonJS files of which it is known what they require.
  #looked = new Set();
  #jestGlobals;
  #elsewhere;
  #world;
  // Files that a test has put mocks in the place of, which it says after its imports and means before them.
  #mocked = new Set();
  // The file being compiled, so that a syntax error can be told from an error of the running program.
  compiling = null;

  // `elsewhere` ({ has, load, names }) stands for files that are not run here, such as those of a split run's other jail;
  // `world` is the context to run the others in, where it is not this one.
  constructor(files, jestGlobals, { elsewhere = null, world = undefined } = {}) {
    this.files = files;
    this.#jestGlobals = jestGlobals;
    this.#elsewhere = elsewhere;
    this.#world = world;
    for (const [file, source] of Object.entries(files)) {
      for (const [, , specifier] of source.matchAll(JEST_MOCK)) this.#mocked.add(this.find(specifier, file));
    }
  }

  // The path of the file that `specifier` means, or null. Paths cannot leave the exercise's folder: it is the root.
  find(specifier, from = '') {
    const base = path.posix.join('/', path.posix.dirname(from), specifier).slice(1);
    for (const suffix of SUFFIXES) if (Object.hasOwn(this.files, base + suffix)) return base + suffix;
    return null;
  }

  async load(file) {
    await this.#runRequired(this.find(file));
    const module = this.#module(file, '');
    if (module.status === 'unlinked') await module.link((specifier, parent) => this.#linked(specifier, parent));
    await module.evaluate();
    return module;
  }

  // A module cannot be run at once, as require() would have it: those that a CommonJS file asks for are run ahead.
  async #runRequired(file) {
    const source = this.files[file] ?? '';
    if (!source.includes('require(') || this.#looked.has(file) || this.#elsewhere?.has(file) || this.#told(file).isModule) return;
    this.#looked.add(file);
    for (const [, , specifier] of source.matchAll(REQUIRED)) {
      const asked = this.find(specifier, file);
      if (asked === null || asked.endsWith('.json') || this.#commonJs.has(asked) || this.#elsewhere?.has(asked)) continue;
      if (this.#told(asked).isModule) this.#commonJs.set(asked, { exports: (await this.load(asked)).namespace });
      else await this.#runRequired(asked);
    }
  }

  #linked(specifier, parent) {
    return this.#module(specifier, parent.identifier.slice(ROOT.length));
  }

  #module(specifier, from) {
    if (specifier === JEST) return this.#jest();
    if (isBuiltin(specifier)) return this.#synthetic(specifier, requireBuiltin(specifier));
    const file = this.#existing(specifier, from);
    if (!this.#modules.has(file)) this.#modules.set(file, this.#compiled(file));
    return this.#modules.get(file);
  }

  // All words of one stage are met in one context.
  #jest() {
    if (!jestModules.has(this.#jestGlobals)) jestModules.set(this.#jestGlobals, this.#synthetic(JEST, this.#jestGlobals));
    return jestModules.get(this.#jestGlobals);
  }

  #existing(specifier, from) {
    const file = this.find(specifier, from);
    if (file !== null) return file;
    const source = this.files[from] ?? '';
    const at = Math.max(...['"', "'", '`'].map((mark) => source.indexOf(`${mark}${specifier}${mark}`)));
    const line = at < 0 ? null : source.slice(0, at).split('\n').length;
    throw Object.assign(new Error(`Cannot find module '${specifier}'`), { code: 'OUTSET_NO_FILE', from, line });
  }

  #compiled(file) {
    const source = this.files[file];
    if (this.#elsewhere?.has(file)) {
      const exported = this.#exportedElsewhere(file);
      return this.#synthetic(ROOT + file, exported, this.#elsewhere.names?.(file) ?? namesOf(exported));
    }
    if (file.endsWith('.json')) return this.#synthetic(ROOT + file, parsed(source));
    if (this.#mocked.has(file)) {
      const names = [...source.matchAll(EXPORTED_NAME)].map(([, name]) => [name, this.#jestGlobals.jest.fn()]);
      return this.#synthetic(ROOT + file, Object.fromEntries(names));
    }
    const { module = null, run = null, isModule } = this.#told(file);
    // A CommonJS file has to run to be known by its names.
    if (!isModule) return this.#synthetic(ROOT + file, this.require(file, run));
    return module ?? this.#compiling(file, () => this.#asModule(file));
  }

  // Whether it is a module, and what the parser has made of it on the way. What reads as both is CommonJS.
  #told(file) {
    const source = this.files[file];
    const module = MODULE_WORD.test(source) ? attempted(() => this.#asModule(file)) : null;
    if (file.endsWith('.mjs') || module?.dependencySpecifiers.length > 0 || (module && BEGINS_WITH_EXPORT.test(source))) {
      return { isModule: true, module };
    }
    const run = attempted(() => this.#asFunction(file));
    if (run !== null) return { isModule: false, run };
    const late = module ?? attempted(() => this.#asModule(file));
    return { isModule: late !== null || MODULE_SYNTAX.test(source), module: late };
  }

  #compiling(file, compile) {
    this.compiling = file;
    const compiled = compile();
    this.compiling = null;
    return compiled;
  }

  #asModule(file) {
    return new vm.SourceTextModule(this.files[file], {
      identifier: ROOT + file,
      context: this.#world,
      initializeImportMeta: (meta) => { meta.url = ROOT + file; },
      importModuleDynamically: (specifier) => this.#imported(specifier, file),
    });
  }

  #asFunction(file) {
    return vm.compileFunction(this.files[file], PARAMETERS, {
      filename: ROOT + file,
      parsingContext: this.#world,
      importModuleDynamically: (specifier) => this.#imported(specifier, file),
    });
  }

  async #imported(specifier, file) {
    return this.load(this.#existingOrBuiltin(specifier, file));
  }

  #exportedElsewhere(file) {
    const module = { exports: this.#elsewhere.load(file) };
    this.#commonJs.set(file, module);
    return module.exports;
  }

  #existingOrBuiltin(specifier, from) {
    return isBuiltin(specifier) ? specifier : `/${this.#existing(specifier, from)}`;
  }

  // CommonJS: run at once, as require() does.
  require(file, compiled = null) {
    if (this.#commonJs.has(file)) return this.#commonJs.get(file).exports;
    if (this.#elsewhere?.has(file)) return this.#exportedElsewhere(file);
    const module = { exports: {}, id: file, filename: `/${file}` };
    this.#commonJs.set(file, module);
    const run = compiled ?? this.#compiling(file, () => this.#asFunction(file));
    const require = (specifier) => this.#required(specifier, file);
    run.call(module.exports, module.exports, require, module, `/${file}`, '/');
    return module.exports;
  }

  #required(specifier, from) {
    if (specifier === JEST) return this.#jestGlobals;
    if (isBuiltin(specifier)) return requireBuiltin(specifier);
    const file = this.#existing(specifier, from);
    if (file.endsWith('.json')) return parsed(this.files[file]);
    return this.require(file);
  }

  // Where a file of the program asks the module `asked` for `name`, as { file, line }; both null where none does.
  importOf(asked, name) {
    const clause = /\bimport\b([^;'"()]*?)\bfrom\s*(["'])([^'"\n]+)\2/g;
    for (const file of this.#modules.keys()) {
      const source = this.files[file] ?? '';
      for (const { index, 0: whole, 1: names, 3: specifier } of source.matchAll(clause)) {
        const at = names.match(/[\w$]+/g)?.includes(name) ? whole.indexOf(name) : -1;
        if (specifier === asked && at >= 0) return { file, line: source.slice(0, index + at).split('\n').length };
      }
    }
    return { file: null, line: null };
  }

  #synthetic(identifier, exported, names = namesOf(exported)) {
    if (this.#modules.has(identifier)) return this.#modules.get(identifier);
    const all = [...new Set([...names, 'default'])];
    const module = new vm.SyntheticModule(all, () => {
      for (const name of all) module.setExport(name, name === 'default' ? exported?.default ?? exported : exported[name]);
    }, { identifier, context: this.#world });
    this.#modules.set(identifier, module);
    return module;
  }
}

// Also what is not enumerable, and what the class of an exported object gives it.
function namesOf(exported) {
  const names = new Set(Object.keys(Object(exported)));
  if (exported === null || !['object', 'function'].includes(typeof exported)) return names;
  for (let holder = exported; holder && Object.getPrototypeOf(holder) !== null; holder = Object.getPrototypeOf(holder)) {
    for (const name of Object.getOwnPropertyNames(holder)) if (isExport(name)) names.add(name);
  }
  return names;
}

// No module may export half a character, and no function tells who called it.
function isExport(name) {
  return !/\p{Surrogate}/u.test(name) && name !== 'caller' && name !== 'arguments';
}

// An editor of Windows writes an invisible mark first.
function parsed(json) {
  return JSON.parse(json.replace(/^\u{feff}/u, ''));
}

function attempted(compile) {
  try {
    return compile();
  } catch {
    return null;
  }
}

function isBuiltin(specifier) {
  return specifier.startsWith('node:') || BUILTIN.has(specifier);
}
