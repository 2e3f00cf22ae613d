// The window that a page's scripts run in, on a machine that is not online. Somebody sits at it who says yes: confirm is
// true, prompt gives what stands in it.

import vm from 'node:vm';

import { ComputedStyle } from './computed_style.mjs';
import { FormData } from './controls.mjs';
import { Event, EVENTS, focused, hosts, TARGET } from './events.mjs';

const SITE = 'http://localhost/';
const OF_NODE = ['AbortController', 'AbortSignal', 'Blob', 'DOMException', 'TextDecoder', 'TextEncoder', 'URL', 'URLSearchParams', 'atob', 'btoa', 'console', 'crypto',
  'performance', 'queueMicrotask', 'structuredClone'];

const FACES = ['window', 'self', 'top', 'parent', 'frames'];
let classes = null;

function classesOf(dom) {
  classes ??= Object.fromEntries([...Object.entries(dom).filter(([name]) => /^[A-Z]/.test(name)), ...OF_NODE.map((name) => [name, globalThis[name]])]);
  return classes;
}

export class PageWindow {
  #sandbox;
  #timers = new Set();

  // `failed(error)` is told what nothing in the page catches.
  constructor(dom, document, { file, styles, storage, failed }) {
    const library = document.defaultView;
    // Much goes in sooner while it is no window yet.
    this.#sandbox = { ...classesOf(dom), ...this.#words(dom, document, { file, styles, storage, library }) };
    this.scope = vm.createContext(this.#sandbox);
    this.face = vm.runInContext('globalThis', this.scope);
    for (const name of FACES) this.#sandbox[name] = this.face;
    hosts.set(document, { window: this.face, failed, styles, compiled: (code, element) => this.#compiled(code, element) });
    this.#prepare(document);
    this.ids = [];
    // What its scripts find without a word before it.
    this.names = Object.keys(this.#sandbox);
  }

  // Elements that have an id can be called by it.
  nameElements(document) {
    for (const element of document.querySelectorAll('[id]')) {
      const { id } = element;
      if (!/^[A-Za-z_$][\w$]*$/.test(id) || id in this.#sandbox) continue;
      this.ids.push(id);
      Object.defineProperty(this.#sandbox, id, {
        get: () => document.getElementById(id) ?? undefined,
        set: (value) => Object.defineProperty(this.#sandbox, id, { value, writable: true, configurable: true }),
        configurable: true,
      });
    }
  }

  close() {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #compiled(code, element) {
    const around = [element.ownerDocument, element.form, element].filter(Boolean);
    return vm.compileFunction(code, ['event'], { parsingContext: this.scope, contextExtensions: around });
  }

  // What the document itself has otherwise than the library's.
  #prepare(document) {
    const part = (name) => () => [...(document.documentElement?.children ?? [])].find((each) => each.localName === name) ?? null;
    const own = {
      defaultView: () => this.face, head: part('head'), body: part('body'), activeElement: () => focused.get(document) ?? document.body, location: () => this.face.location,
      URL: () => this.face.location.href, cookie: () => '', hidden: () => false, visibilityState: () => 'visible', forms: () => document.querySelectorAll('form'),
      images: () => document.querySelectorAll('img'), links: () => document.querySelectorAll('a[href]'), scripts: () => document.querySelectorAll('script'), referrer: () => '',
      compatMode: () => 'CSS1Compat', characterSet: () => 'UTF-8',
    };
    for (const [name, get] of Object.entries(own)) Object.defineProperty(document, name, { get, set() {}, configurable: true });
    document.hasFocus = () => true;
    document.getElementsByName = (name) => document.querySelectorAll(`[name="${name}"]`);
    document.createEvent = (type) => new (EVENTS[type.replace(/s$/, '')] ?? Event)('');
    document.write = (...text) => (document.currentScript ?? document.body.lastChild).insertAdjacentHTML('afterend', text.join(''));
    document.writeln = (...text) => document.write(...text, '\n');
  }

  #words(dom, document, { file, styles, storage, library }) {
    const said = (text) => console.log(String(text));
    const location = new URL(SITE + file);
    const made = (tag) => function Made(...given) {
      const element = document.createElement(tag);
      if (tag === 'option') Object.assign(element, { textContent: given[0] ?? '' }, given[1] === undefined ? {} : { value: given[1] });
      return element;
    };
    const observer = class { observe() {} unobserve() {} disconnect() {} takeRecords() { return []; } };
    return {
      ...EVENTS, ...this.#clock(),
      ...Object.fromEntries(Object.entries(TARGET).map(([name, act]) => [name, (...given) => Reflect.apply(act, this.face, given)])),
      document, FormData, location,
      localStorage: storage.local, sessionStorage: storage.session, 
      MutationObserver: library.MutationObserver, IntersectionObserver: observer, ResizeObserver: observer,
      history: { length: 1, state: null, pushState(state) { this.state = state; }, replaceState(state) { this.state = state; }, back() {}, forward() {}, go() {} },
      navigator: { userAgent: 'Mozilla/5.0 (X11; Linux x86_64)', language: 'en', languages: ['en'], onLine: false, platform: 'Linux x86_64', cookieEnabled: true },
      screen: { width: 1280, height: 720, availWidth: 1280, availHeight: 720 }, innerWidth: 1280, innerHeight: 720, scrollX: 0, scrollY: 0, pageXOffset: 0, pageYOffset: 0, devicePixelRatio: 1,
      alert: (text = '') => said(text), confirm: (text = '') => { said(text); return true; }, prompt: (text = '', answer = '') => { said(text); return String(answer); },
      print() {}, open: () => null, stop() {}, focus() {}, blur() {}, scroll() {}, scrollTo() {}, scrollBy() {}, close() {},
      getComputedStyle: (element) => new ComputedStyle(element, styles),
      matchMedia: (media) => Object.assign(new dom.EventTarget(), { media: String(media), matches: false, onchange: null, addListener() {}, removeListener() {} }),
      XMLHttpRequest: refusing(dom, false), WebSocket: refusing(dom, true), EventSource: refusing(dom, true),
      fetch: () => Promise.reject(new TypeError('Failed to fetch')),
      Image: made('img'), Audio: made('audio'), Option: made('option'),
      CSS: { escape: (name) => String(name).replace(/[^\w\u0080-\uffff-]/g, (sign) => `\\${sign}`), supports: () => true },
      customElements: library.customElements,
    };
  }

  // The clock of this machine or of the tests, for as long as the page is open.
  #clock() {
    const numbers = new Map();
    let last = 0;
    const start = (name) => (act, ...more) => {
      const run = typeof act === 'function' ? act : () => vm.runInContext(String(act), this.scope);
      const timer = globalThis[name](run, ...more);
      this.#timers.add(timer);
      numbers.set(last += 1, timer);
      return last;
    };
    const end = (number) => { clearTimeout(numbers.get(Number(number))); numbers.delete(Number(number)); };
    const setTimeout = start('setTimeout');
    return {
      setTimeout, setInterval: start('setInterval'), clearTimeout: end, clearInterval: end, cancelAnimationFrame: end, cancelIdleCallback: end,
      requestAnimationFrame: (act) => setTimeout(() => act(performance.now()), 16), requestIdleCallback: (act) => setTimeout(() => act({ didTimeout: false, timeRemaining: () => 10 }), 1),
    };
  }
}

// What asks the world outside, which is not there.
function refusing(dom, isAtOnce) {
  return class Refusing extends dom.EventTarget {
    constructor() {
      super();
      this.readyState = this.status = 0;
      if (isAtOnce) queueMicrotask(() => this.dispatchEvent(new Event('error')));
    }

    open() {}
    setRequestHeader() {}
    close() {}
    abort() {}
    send() { queueMicrotask(() => { for (const type of ['error', 'loadend']) this.dispatchEvent(new Event(type)); }); }
  };
}
