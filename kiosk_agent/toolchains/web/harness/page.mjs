// A page of the exercise: read and checked, then opened as a browser would open it, with its styles and its scripts.

import vm from 'node:vm';

import { Breakage, describeError, placeOf } from '../../javascript/harness/breakage.mjs';
import { MemoryLoader } from '../../javascript/harness/loader.mjs';
import { EVENTS, hosts } from './browser/events.mjs';
import { readInto } from './browser/parsing.mjs';
import { emptyStorage } from './browser/storage.mjs';
import { PageWindow } from './browser/window.mjs';
import { CssReader } from './css.mjs';
import { Fault, inOrder, named } from './fault.mjs';
import { HtmlReader } from './html.mjs';
import { Styles } from './styles.mjs';

const SCRIPT = /^(?:|(?:text|application)\/(?:x-)?(?:java|ecma)script)$/;
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

  // Returns the Breakage of the first script that fails, or null. Without `check` there is nothing to open.
  async open() {
    this.#window?.close();
    const { parse5, linkedom } = this.#libraries;
    const { document } = linkedom.parseHTML('');
    const opening = { breakage: null, isOpen: false };
    const failed = (error, path = this.#file) => {
      if (opening.isOpen) stray(error);
      else opening.breakage ??= this.#breakageOf(error, path);
    };
    const storage = { local: emptyStorage(), session: emptyStorage() };
    const window = new PageWindow(linkedom, document, { file: this.#file, styles: this.styles, storage, failed });
    this.#window = window;
    const state = (value) => Object.defineProperty(document, 'readyState', { value, configurable: true });
    const tell = (target, type, options) => target.dispatchEvent(new EVENTS.Event(type, options));
    const later = [];
    state('loading');
    readInto(document, this.#source, parse5, (element, place) => {
      if (element.localName === 'script') this.#meetScript({ element, place, document, window, later, failed });
    });
    // What its promises wait for comes before the page is ready.
    await null;
    state('interactive');
    for (const run of later) await run();
    tell(document, 'DOMContentLoaded', { bubbles: true });
    state('complete');
    window.nameElements(document);
    const onload = document.body?.getAttribute('onload');
    if (onload) window.face.onload ??= hosts.get(document).compiled(onload, document.body);
    tell(window.face, 'load');
    tell(window.face, 'pageshow');
    opening.isOpen = true;
    return opening.breakage;
  }

  // A script whose end has come is run where it stands, unless it says that it waits for the page.
  #meetScript({ element, place, document, window, later, failed }) {
    const type = (element.getAttribute('type') ?? '').toLowerCase();
    const source = element.getAttribute('src');
    const isModule = type === 'module';
    if (!isModule && (!SCRIPT.test(type) || element.hasAttribute('nomodule'))) return;
    const path = source === null ? this.#file : ABROAD.test(source) ? null : this.#loader.find(source, this.#file);
    const line = source === null ? place?.startTag?.endLine ?? place?.startLine ?? 1 : 1;
    const run = async () => {
      if (path === null) return element.dispatchEvent(new EVENTS.Event('error'));
      window.nameElements(document);
      Object.defineProperty(document, 'currentScript', { value: isModule ? null : element, configurable: true });
      try {
        const text = source === null ? element.textContent : this.#loader.files[path];
        if (isModule) await this.#runModule(text, path, line, window.scope);
        else vm.runInContext(text, window.scope, { filename: `file:///${path}`, lineOffset: line - 1 });
      } catch (error) {
        failed(error, path);
      }
      Object.defineProperty(document, 'currentScript', { value: null, configurable: true });
      return source === null ? null : element.dispatchEvent(new EVENTS.Event('load'));
    };
    if (isModule || (source !== null && (element.hasAttribute('defer') || element.hasAttribute('async')))) later.push(run);
    else run();
  }

  // In the page's own world; what stands in the page itself keeps its lines.
  async #runModule(text, path, line, world) {
    const files = { ...this.#loader.files, [path]: '\n'.repeat(line - 1) + text };
    await new MemoryLoader(files, {}, { world }).load(path);
  }

  #breakageOf(error, path) {
    const stage = error?.name === 'SyntaxError' ? 'compile' : 'load';
    const place = placeOf(error, this.#loader.files);
    return new Breakage({ stage, message: describeError(error), ...(place.file === null ? { file: path, line: null } : place) });
  }
}

// The running test is told, as of every error that nothing waits for.
function stray(error) {
  if (process.listenerCount('uncaughtException') > 0) process.emit('uncaughtException', error);
  else setImmediate(() => { throw error; });
}
