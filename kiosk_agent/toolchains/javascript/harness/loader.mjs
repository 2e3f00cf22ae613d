// Modules compiled from memory: nothing of the program is ever on a disk. ESM or CommonJS is told from the source.

import { builtinModules, createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';

const ROOT = 'file:///';
const MODULE_SYNTAX = /(?:^|[;}])\s*(?:import\s*[\w{*'"]|export\s)/m;
const JEST_MOCK = /^jest\.mock\(\s*(["'])([^"']+)\1/gm;
const EXPORTED_NAME = /^export\s+(?:async\s+)?(?:function\*?|const|let|class)\s+(\w+)/gm;
const SUFFIXES = ['', '.js', '.mjs', '.cjs', '.json', '/index.js'];
const BUILTIN = new Set(builtinModules);
const requireBuiltin = createRequire(ROOT);

export class MemoryLoader {
  #modules = new Map();
  #commonJs = new Map();
  #jestGlobals;
  #elsewhere;
  // Files that a test has put mocks in the place of, which it says after its imports and means before them.
  #mocked = new Set();
  // The file being compiled, so that a syntax error can be told from an error of the running program.
  compiling = null;

  // `elsewhere` (file -> its exports) stands for files that are not run here: those of a split run's other jail.
  constructor(files, jestGlobals, elsewhere = null) {
    this.files = files;
    this.#jestGlobals = jestGlobals;
    this.#elsewhere = elsewhere;
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
    const module = this.#module(file, '');
    if (module.status === 'unlinked') await module.link((specifier, parent) => this.#linked(specifier, parent));
    await module.evaluate();
    return module;
  }

  #linked(specifier, parent) {
    return this.#module(specifier, parent.identifier.slice(ROOT.length));
  }

  #module(specifier, from) {
    if (specifier === '@jest/globals') return this.#synthetic(specifier, this.#jestGlobals);
    if (isBuiltin(specifier)) return this.#synthetic(specifier, requireBuiltin(specifier));
    const file = this.#existing(specifier, from);
    if (!this.#modules.has(file)) this.#modules.set(file, this.#compiled(file));
    return this.#modules.get(file);
  }

  #existing(specifier, from) {
    const file = this.find(specifier, from);
    if (file !== null) return file;
    throw Object.assign(new Error(`Cannot find module '${specifier}'`), { code: 'OUTSET_NO_FILE', from });
  }

  #compiled(file) {
    const source = this.files[file];
    if (this.#elsewhere?.has(file)) return this.#synthetic(ROOT + file, this.#exportedElsewhere(file));
    if (file.endsWith('.json')) return this.#synthetic(ROOT + file, JSON.parse(source));
    if (this.#mocked.has(file)) {
      const names = [...source.matchAll(EXPORTED_NAME)].map(([, name]) => [name, this.#jestGlobals.jest.fn()]);
      return this.#synthetic(ROOT + file, Object.fromEntries(names));
    }
    if (!MODULE_SYNTAX.test(source) && !file.endsWith('.mjs')) {
      // Compiled now, run when it is its turn, as an import is.
      const exported = () => this.require(file);
      return this.#synthetic(ROOT + file, exported);
    }
    this.compiling = file;
    const module = new vm.SourceTextModule(source, {
      identifier: ROOT + file,
      initializeImportMeta: (meta) => { meta.url = ROOT + file; },
      importModuleDynamically: async (specifier) => this.load(this.#existingOrBuiltin(specifier, file)),
    });
    this.compiling = null;
    return module;
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
  require(file) {
    if (this.#commonJs.has(file)) return this.#commonJs.get(file).exports;
    if (this.#elsewhere?.has(file)) return this.#exportedElsewhere(file);
    const module = { exports: {}, id: file, filename: `/${file}` };
    this.#commonJs.set(file, module);
    this.compiling = file;
    const parameters = ['exports', 'require', 'module', '__filename', '__dirname'];
    const run = vm.compileFunction(this.files[file], parameters, {
      filename: ROOT + file,
      importModuleDynamically: async (specifier) => this.load(this.#existingOrBuiltin(specifier, file)),
    });
    this.compiling = null;
    const require = (specifier) => this.#required(specifier, file);
    run.call(module.exports, module.exports, require, module, `/${file}`, '/');
    return module.exports;
  }

  #required(specifier, from) {
    if (specifier === '@jest/globals') return this.#jestGlobals;
    if (isBuiltin(specifier)) return requireBuiltin(specifier);
    const file = this.#existing(specifier, from);
    if (file.endsWith('.json')) return JSON.parse(this.files[file]);
    return this.require(file);
  }

  #synthetic(identifier, content) {
    if (this.#modules.has(identifier)) return this.#modules.get(identifier);
    // A CommonJS file has to run to be known by its names.
    const exported = typeof content === 'function' && identifier.startsWith(ROOT) ? content() : content;
    const named = exported !== null && ['object', 'function'].includes(typeof exported) ? Object.keys(exported) : [];
    const names = [...new Set([...named, 'default'])];
    const module = new vm.SyntheticModule(names, () => {
      for (const name of names) module.setExport(name, name === 'default' ? exported.default ?? exported : exported[name]);
    }, { identifier });
    this.#modules.set(identifier, module);
    return module;
  }
}

function isBuiltin(specifier) {
  return specifier.startsWith('node:') || BUILTIN.has(specifier);
}
