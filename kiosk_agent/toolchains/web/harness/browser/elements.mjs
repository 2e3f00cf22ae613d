// What the library's elements lack of a browser's, put into its classes once.

import { knowColours } from './computed_style.mjs';
import { completeControls, count, flag, put, text } from './controls.mjs';
import { ACTIONS, Event, handlerOf, setHandler, TARGET } from './events.mjs';
import { InlineStyle } from './inline_style.mjs';
import { nodesOf, written } from './parsing.mjs';
import { lines, shown } from './rendered_text.mjs';

const HANDLER = /^on[a-z]+$/;
// A list of elements is no array.
const NOT_OF_LISTS = ['map', 'filter', 'reduce', 'find', 'findIndex', 'some', 'every', 'sort', 'reverse', 'concat', 'slice', 'flatMap', 'indexOf', 'includes', 'join', 'push', 'pop'];
// The library has these classes, and makes no element of them.
const UNUSED = {
  form: 'Form', label: 'Label', details: 'Details', output: 'Output', progress: 'Progress', meter: 'Meter', table: 'Table', tr: 'TableRow', td: 'TableCell', th: 'TableCell', ol: 'OList',
  ul: 'UList', li: 'LI', p: 'Paragraph', div: 'Div', span: 'Span', fieldset: 'FieldSet', body: 'Body', head: 'Head', html: 'Html', br: 'BR', hr: 'HR', pre: 'Pre',
  dialog: 'Unknown', caption: 'TableCaption', dl: 'DList', datalist: 'DataList', legend: 'Legend', optgroup: 'OptGroup', title: 'Title', meta: 'Meta', time: 'Time', video: 'Video', audio: 'Audio',
};
const number = (name, otherwise) => ({ get() { return Number(this.getAttribute(name) ?? otherwise); }, set(value) { this.setAttribute(name, String(value)); } });
const address = (name) => ({
  get() { const text = this.getAttribute(name); return text === null ? '' : URL.canParse(text, this.ownerDocument.URL) ? new URL(text, this.ownerDocument.URL).href : text; },
  set(value) { this.setAttribute(name, String(value)); },
});
const partOf = (part) => ({ get() { return this.href === '' ? '' : new URL(this.href)[part]; } });
// Puts into the library's classes what it lacks, once.
export function completeLibrary({ linkedom: dom, parse5, cssTree }, colourNames) {
  knowColours(colourNames);
  completeElements(dom, parse5, cssTree);
  put(dom.EventTarget.prototype, {}, TARGET);
  const { prototype } = dom.HTMLElement;
  const types = Object.getOwnPropertyNames(prototype).filter((name) => HANDLER.test(name)).concat('onsubmit', 'onreset', 'oninvalid', 'ontoggle', 'onfocusin', 'onfocusout', 'onpaste', 'oncopy', 'ontouchstart', 'ontouchend');
  for (const name of types) put(prototype, { [name]: { get() { return handlerOf(this, name.slice(2)); }, set(handler) { setHandler(this, name, handler); } } });
  put(dom.Element.prototype, {}, { ...ACTIONS, scrollIntoView() {}, scrollTo() {}, scrollBy() {}, getClientRects: () => [] });
  put(prototype, {
    innerText: { get() { return shown(this); }, set(text) { this.replaceChildren(...lines(this.ownerDocument, String(text ?? ''))); } },
    outerText: { get() { return shown(this); } },
    hidden: { get() { return this.hasAttribute('hidden'); }, set(value) { this.toggleAttribute('hidden', Boolean(value)); } },
    isContentEditable: { get() { return ['', 'true'].includes(this.closest('[contenteditable]')?.getAttribute('contenteditable')); } },
    ...Object.fromEntries(['offsetWidth', 'offsetHeight', 'offsetTop', 'offsetLeft', 'clientWidth', 'clientHeight', 'scrollHeight', 'scrollWidth'].map((name) => [name, { get: () => 0 }])),
  }, ACTIONS);
  put(dom.HTMLDetailsElement.prototype, { open: { get() { return this.hasAttribute('open'); }, set(value) { this.toggleAttribute('open', Boolean(value)); } } });
  const show = function show() { this.setAttribute('open', ''); };
  put(dom.HTMLElement.prototype, { open: { get() { return this.localName === 'dialog' ? this.hasAttribute('open') : undefined; }, set(value) { this.toggleAttribute('open', Boolean(value)); } } }, {
    show,
    showModal: show,
    close(value) {
      if (!this.hasAttribute('open')) return;
      if (value !== undefined) this.returnValue = String(value);
      this.removeAttribute('open');
      queueMicrotask(() => this.dispatchEvent(new Event('close')));
    },
  });
  Object.defineProperty(dom.NodeList.prototype, 'item', { value(index) { return this[index] ?? null; } });
  for (const holder of [dom.Element.prototype, dom.DocumentFragment.prototype, Object.getPrototypeOf(Object.getPrototypeOf(dom.parseHTML('').document))]) readSelectors(holder, Object.create(dom.NodeList.prototype, Object.fromEntries(NOT_OF_LISTS.map((name) => [name, { value: undefined }]))));
  completeControls(dom);
}

// `lists` is what the lists are that a page gets; those of the library's own go on as they are.
function readSelectors(holder, lists) {
  for (const name of ['querySelector', 'querySelectorAll', 'matches', 'closest']) {
    const find = holder[name];
    if (typeof find !== 'function') continue;
    put(holder, {}, { [name](selector) {
      try {
        const found = withStates(this, String(selector), (known) => Reflect.apply(find, this, [known]));
        return name === 'querySelectorAll' ? Object.setPrototypeOf(found, lists) : found;
      } catch {
        throw new DOMException(`'${selector}' is not a valid selector.`, 'SyntaxError');
      }
    } });
  }
}

// States that the library cannot ask for, and what has them.
const STATES = {
  valid: (element) => element.validity?.valid === true || (element.localName === 'form' && element.elements.every((each) => each.validity?.valid !== false)),
  invalid: (element) => element.validity?.valid === false || (element.localName === 'form' && element.elements.some((each) => each.validity?.valid === false)),
  focus: (element) => element.ownerDocument.activeElement === element && element.localName !== 'body',
  'focus-visible': (element) => STATES.focus(element),
  'placeholder-shown': (element) => element.value === '' && element.hasAttribute('placeholder'),
  hover: () => false,
  active: () => false,
};
const STATE = /:(valid|invalid|focus-visible|focus|placeholder-shown|hover|active)(?![\w-])/g;

// While it is looked for, a state is an attribute.
function withStates(node, selector, find) {
  if (selector.search(STATE) < 0) return find(selector);
  const marked = [];
  const known = selector.replace(STATE, (_, state) => {
    for (const element of (node.ownerDocument ?? node).querySelectorAll('*')) {
      if (!STATES[state](element)) continue;
      element.setAttribute(`outset-${state}`, '');
      marked.push([element, `outset-${state}`]);
    }
    return `[outset-${state}]`;
  });
  try {
    return find(known);
  } finally {
    for (const [element, name] of marked) element.removeAttribute(name);
  }
}

function completeElements(dom, parse5, cssTree) {
  const ofDocuments = Object.getPrototypeOf(dom.parseHTML('').document);
  const { createElement } = ofDocuments;
  ofDocuments.createElement = function create(name, options) {
    const element = Reflect.apply(createElement, this, [String(name).toLowerCase(), options]);
    const known = dom[`HTML${UNUSED[element.localName]}Element`];
    if (known && Object.getPrototypeOf(element) === dom.HTMLElement.prototype) Object.setPrototypeOf(element, known.prototype);
    return element;
  };
  const styles = new WeakMap();
  const replace = (element, text) => element.replaceChildren(...nodesOf(element.ownerDocument, String(text), element, parse5));
  put(dom.Element.prototype, {
    innerHTML: { get() { return written(this.localName === 'template' ? this.content : this, parse5, false); }, set(text) { replace(this.localName === 'template' ? this.content : this, text ?? ''); } },
    outerHTML: { get() { return written(this, parse5, true); }, set(text) { this.replaceWith(...nodesOf(this.ownerDocument, String(text), this.parentNode, parse5)); } },
    style: { get() { return styles.get(this) ?? styles.set(this, new InlineStyle(this, cssTree)).get(this); }, set(text) { this.setAttribute('style', text); } },
    tabIndex: { get() { return Number(this.getAttribute('tabindex') ?? (this.matches('a[href], button, input, select, textarea, summary') ? 0 : -1)); }, set(value) { this.setAttribute('tabindex', String(value)); } },
  }, {
    insertAdjacentHTML(where, text) {
      const at = { beforebegin: 'before', afterbegin: 'prepend', beforeend: 'append', afterend: 'after' }[String(where).toLowerCase()];
      this[at](...nodesOf(this.ownerDocument, String(text), /begin$|end$/.test(where) && at !== 'before' && at !== 'after' ? this : this.parentNode, parse5));
    },
    getAttributeNames() { return [...this.attributes].map(({ name }) => name).reverse(); },
    toString() { return this.localName === 'a' ? this.href : Object.prototype.toString.call(this); },
  });
  for (const [name, made] of Object.entries(dom)) {
    if (/^(?:HTML|SVG)?\w*Element$|^NodeList$/.test(name) && made.prototype) Object.defineProperty(made.prototype, Symbol.toStringTag, { value: name, configurable: true });
  }
  for (const name of ['HTMLAnchorElement', 'HTMLLinkElement']) put(dom[name].prototype, { href: address('href') });
  put(dom.HTMLAnchorElement.prototype, Object.fromEntries(['hash', 'host', 'hostname', 'pathname', 'protocol', 'search', 'origin'].map((part) => [part, partOf(part)])));
  for (const name of ['HTMLImageElement', 'HTMLScriptElement']) put(dom[name].prototype, { src: address('src') });
  put(dom.HTMLImageElement.prototype, { alt: text('alt') });
  put(dom.HTMLProgressElement.prototype, { value: number('value', 0), max: number('max', 1), position: { get() { return this.hasAttribute('value') ? this.value / this.max : -1; } } });
  put(dom.HTMLMeterElement.prototype, { value: number('value', 0), max: number('max', 1), min: number('min', 0) });
  put(dom.HTMLTableCellElement.prototype, { colSpan: count('colspan', 1), rowSpan: count('rowspan', 1) });
  put(dom.HTMLOListElement.prototype, { start: count('start', 1), reversed: flag('reversed') });
  put(dom.HTMLLIElement.prototype, { value: count('value', 0) });
  put(dom.HTMLTableElement.prototype, { rows: { get() { return this.querySelectorAll('tr'); } }, tBodies: { get() { return this.querySelectorAll('tbody'); } } }, {
    insertRow(index = -1) { return inserted(this.tBodies[0] ?? this, this.rows, index, 'tr'); },
    deleteRow(index) { this.rows.at(index)?.remove(); },
  });
  put(dom.HTMLTableRowElement.prototype, { cells: { get() { return this.querySelectorAll('td, th'); } }, rowIndex: { get() { return [...this.closest('table').rows].indexOf(this); } } }, {
    insertCell(index = -1) { return inserted(this, this.cells, index, 'td'); },
    deleteCell(index) { this.cells.at(index)?.remove(); },
  });
}

function inserted(parent, before, index, name) {
  const made = parent.ownerDocument.createElement(name);
  const next = index >= 0 ? before[index] : undefined;
  if (next) next.before(made);
  else parent.append(made);
  return made;
}
