// A page of the exercise: read and checked, then opened as a browser would open it, with its styles and its scripts.

import vm from 'node:vm';

import { Breakage, describeError, placeOf } from '../../javascript/harness/breakage.mjs';
import { CssReader } from './css.mjs';
import { Fault, inOrder, named } from './fault.mjs';
import { HtmlReader } from './html.mjs';
import { Styles } from './styles.mjs';

const ABROAD = /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i;

export class Page {
  #libraries;
  #loader;
  #file;
  #source;
  #parts = [];
  #faults = [];
  #warnings = [];
  #window = null;
  styles;

  // `file` is the page's path in the exercise; `loader` finds the files that it names.
  constructor(libraries, loader, file) {
    this.#libraries = libraries;
    this.#loader = loader;
    this.#file = file;
    this.#source = loader.files[file];
    this.styles = new Styles(libraries);
  }

  get faults() {
    return inOrder(this.#faults);
  }

  get warnings() {
    return this.#warnings;
  }

  get window() {
    return this.#window;
  }

  check() {
    const reader = new HtmlReader(this.#libraries, this.#source, this.#file).read();
    this.#parts = reader.parts;
    this.#warnings = reader.warnings;
    this.#faults = [...reader.faults];
    for (const part of this.#parts) this.#checkPart(part);
  }

  #checkPart(part) {
    if (part.kind === 'declarations') {
      const reader = new CssReader(this.#libraries, part.text, this.#file, part.line);
      reader.readDeclarations();
      this.#faults.push(...reader.faults);
    } else if (part.file === null && part.kind === 'style') {
      this.#addSheet(part.text, this.#file, part.line);
    } else if (part.file !== null) {
      this.#find(part);
    }
  }

  // A file that the page asks for and that is not there is a fault of the page; the world outside is not there at all.
  #find(part) {
    if (ABROAD.test(part.file)) {
      this.#warnings.push(new Fault(this.#file, part.line, `${named(part.file)} is not on this machine.`));
      return;
    }
    const found = this.#loader.find(part.file, this.#file);
    const name = named(part.file);
    const cause = name === '' ? null : { name: 'file-missing', facts: { name } };
    if (found === null) this.#faults.push(new Fault(this.#file, part.line, `There is no file ${name || 'without a name'}.`, cause));
    else if (part.kind === 'style') this.#addSheet(this.#loader.files[found], found, 1);
  }

  #addSheet(text, file, firstLine) {
    const reader = new CssReader(this.#libraries, text, file, firstLine);
    const sheet = reader.read();
    this.#faults.push(...reader.faults);
    if (sheet) this.styles.add(sheet, file);
  }

  // Returns the Breakage of a script, or null. Without `check` there is nothing to open.
  async open() {
    const { parse5, linkedom } = this.#libraries;
    // linkedom leaves out what HTML lets an author leave out, such as <body>.
    this.#window = linkedom.parseHTML(parse5.serialize(parse5.parse(this.#source)));
    const scope = this.#scope();
    for (const part of this.#parts.filter(({ kind }) => kind === 'script')) {
      const breakage = await this.#runScript(part, scope);
      if (breakage) return breakage;
    }
    const { document, Event } = this.#window;
    document.dispatchEvent(new Event('DOMContentLoaded'));
    this.#window.dispatchEvent(new Event('load'));
    return null;
  }

  // Each opening has names of its own, so that a page can be opened again for the next test.
  #scope() {
    const { document, Event, CustomEvent } = this.#window;
    const { console, setTimeout, setInterval, clearTimeout, clearInterval, URL, structuredClone, queueMicrotask } = globalThis;
    const alert = (text) => console.log(String(text));
    const scope = vm.createContext({
      document, Event, CustomEvent, console, alert, setTimeout, setInterval, clearTimeout, clearInterval, URL, structuredClone,
      queueMicrotask, addEventListener: (...words) => this.#window.addEventListener(...words),
    });
    vm.runInContext('globalThis.window = globalThis; globalThis.self = globalThis;', scope);
    return scope;
  }

  async #runScript({ file, text, line, attributes }, scope) {
    const type = attributes.type ?? '';
    if (!['', 'module', 'text/javascript'].includes(type) || (file !== null && ABROAD.test(file))) return null;
    const path = file === null ? this.#file : this.#loader.find(file, this.#file);
    try {
      if (type === 'module' && file !== null) await this.#loader.load(path);
      else this.#runClassic(file === null ? text : this.#loader.files[path], path, file === null ? line : 1, scope);
    } catch (error) {
      const stage = error?.name === 'SyntaxError' ? 'compile' : 'load';
      const place = placeOf(error, this.#loader.files);
      return new Breakage({ stage, message: describeError(error), ...(place.file === null ? { file: path, line: null } : place) });
    }
    return null;
  }

  #runClassic(text, path, line, scope) {
    vm.runInContext(text, scope, { filename: `file:///${path}`, lineOffset: line - 1 });
  }
}
