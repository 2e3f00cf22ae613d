// What the controls of a form hold and can do: the library knows their attributes alone.

import { Event, groupOf, submitted } from './events.mjs';

const TEXTUAL = new Set(['text', 'search', 'url', 'tel', 'email', 'password', 'date', 'month', 'week', 'time', 'datetime-local', 'number', 'range', 'color']);
const TYPES = new Set([...TEXTUAL, 'hidden', 'checkbox', 'radio', 'file', 'submit', 'image', 'reset', 'button']);
const CONTROLS = 'button, fieldset, input, object, output, select, textarea';
// What a control holds since somebody changed it.
const held = new WeakMap();
const of = (element) => held.get(element) ?? held.set(element, {}).get(element);
export const text = (name) => ({ get() { return this.getAttribute(name) ?? ''; }, set(value) { this.setAttribute(name, String(value)); } });
export const flag = (name) => ({ get() { return this.hasAttribute(name); }, set(value) { this.toggleAttribute(name, Boolean(value)); } });
export const count = (name, otherwise) => ({
  get() { return Number.parseInt(this.getAttribute(name), 10) || otherwise; },
  set(value) { this.setAttribute(name, String(value)); },
});

// As a browser cleans what does not fit the type of an input.
function cleaned(value, type) {
  const written = String(value ?? '');
  if (type === 'number') return /^-?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?$/i.test(written) ? written : '';
  if (type === 'date') return /^\d{4,}-\d\d-\d\d$/.test(written) ? written : '';
  if (type === 'color') return /^#[\da-f]{6}$/i.test(written) ? written.toLowerCase() : '#000000';
  if (type === 'range') return /^-?\d+(?:\.\d+)?$/.test(written) ? String(Math.min(100, Math.max(0, Number(written)))) : '50';
  return TEXTUAL.has(type) ? written.replace(/[\r\n]/g, '') : written;
}

// The attribute goes along, so that `:checked` finds what is; what it was by the page is kept for form.reset().
function mark(element, name, isOn) {
  of(element).byDefault ??= element.hasAttribute(name);
  element.toggleAttribute(name, Boolean(isOn));
}

const INPUT = {
  type: { get() { const type = (this.getAttribute('type') ?? 'text').toLowerCase(); return TYPES.has(type) ? type : 'text'; }, set(value) { this.setAttribute('type', value); } },
  defaultValue: text('value'),
  defaultChecked: { get() { return of(this).byDefault ?? this.hasAttribute('checked'); }, set(value) { of(this).byDefault = Boolean(value); } },
  value: {
    get() {
      if (['checkbox', 'radio'].includes(this.type)) return this.getAttribute('value') ?? 'on';
      return TEXTUAL.has(this.type) ? cleaned(of(this).value ?? this.getAttribute('value'), this.type) : this.getAttribute('value') ?? '';
    },
    set(value) {
      if (TEXTUAL.has(this.type)) of(this).value = String(value ?? '');
      else this.setAttribute('value', String(value));
    },
  },
  valueAsNumber: { get() { return this.value === '' ? NaN : Number(this.value); }, set(value) { this.value = String(value); } },
  checked: {
    get() { return this.hasAttribute('checked'); },
    set(value) {
      if (value && this.type === 'radio') for (const each of groupOf(this)) mark(each, 'checked', false);
      mark(this, 'checked', value);
    },
  },
  list: { get() { return this.ownerDocument.getElementById(this.getAttribute('list') ?? ''); } },
  files: { get() { return null; } },
};
const AREA = {
  type: { get() { return 'textarea'; } },
  defaultValue: { get() { return this.textContent; }, set(value) { this.textContent = value; } },
  value: { get() { return of(this).value ?? this.textContent; }, set(value) { of(this).value = String(value ?? '').replace(/\r\n?/g, '\n'); } },
  textLength: { get() { return this.value.length; } },
};
const OPTION = {
  value: { get() { return this.getAttribute('value') ?? this.text; }, set(value) { this.setAttribute('value', String(value)); } },
  text: { get() { return this.textContent.trim().replace(/\s+/g, ' '); }, set(value) { this.textContent = value; } },
  label: { get() { return this.getAttribute('label') ?? this.text; }, set(value) { this.setAttribute('label', value); } },
  defaultSelected: flag('selected'),
  index: { get() { return Math.max(0, this.closest('select')?.options.indexOf(this) ?? 0); } },
  selected: {
    get() { const select = this.closest('select'); return select ? chosen(select).includes(this) : this.hasAttribute('selected'); },
    set(value) {
      const select = this.closest('select');
      if (value && select && !select.multiple) for (const each of select.options) mark(each, 'selected', false);
      mark(this, 'selected', value);
    },
  },
};
const SELECT = {
  type: { get() { return this.multiple ? 'select-multiple' : 'select-one'; } },
  multiple: flag('multiple'),
  options: { get() { return [...this.querySelectorAll('option')]; } },
  length: { get() { return this.options.length; } },
  selectedOptions: { get() { return chosen(this); } },
  selectedIndex: {
    get() { return this.options.indexOf(chosen(this)[0]); },
    set(index) { for (const [at, each] of this.options.entries()) mark(each, 'selected', at === Number(index)); of(this).isSet = true; },
  },
  value: { get() { return chosen(this)[0]?.value ?? ''; }, set(value) { this.selectedIndex = this.options.findIndex((each) => each.value === String(value)); } },
};

function chosen(select) {
  const { options } = select;
  const marked = options.filter((each) => each.hasAttribute('selected'));
  if (select.multiple) return marked;
  if (marked.length > 0) return [marked.at(-1)];
  return of(select).isSet ? [] : options.filter((each) => !each.disabled).slice(0, 1);
}

const LABELLED = {
  form: { get() { const id = this.getAttribute('form'); return id === null ? this.closest('form') : this.ownerDocument.getElementById(id); } },
  labels: { get() { return [...this.ownerDocument.querySelectorAll('label')].filter((label) => label.control === this); } },
  name: text('name'),
  disabled: flag('disabled'),
  required: flag('required'),
  readOnly: flag('readonly'),
  autofocus: flag('autofocus'),
  multiple: flag('multiple'),
  placeholder: text('placeholder'),
  min: text('min'),
  max: text('max'),
  step: text('step'),
  pattern: text('pattern'),
  autocomplete: text('autocomplete'),
  maxLength: count('maxlength', -1),
  minLength: count('minlength', -1),
  willValidate: { get() { return !this.matches(':disabled') && !this.readOnly && !['hidden', 'reset', 'button'].includes(this.type); } },
  validity: { get() { return validityOf(this); } },
  validationMessage: { get() { return validityOf(this).valid ? '' : of(this).custom || 'Please fill out this field.'; } },
};

// https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#constraints
function validityOf(control) {
  const { value = '', type } = control;
  const asked = control.willValidate;
  const isEmpty = ['checkbox', 'radio'].includes(type) ? !(type === 'radio' ? groupOf(control) : [control]).some(({ checked }) => checked) : value === '';
  const number = ['number', 'range'].includes(type) && value !== '' ? Number(value) : null;
  const found = {
    valueMissing: asked && control.required && isEmpty,
    typeMismatch: asked && value !== '' && ((type === 'email' && !/^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)*$/.test(value)) || (type === 'url' && !URL.canParse(value))),
    patternMismatch: asked && value !== '' && control.pattern !== '' && control.localName === 'input' && !new RegExp(`^(?:${control.pattern})$`, 'u').test(value),
    tooShort: asked && of(control).value !== undefined && value !== '' && control.minLength > value.length,
    tooLong: false,
    rangeUnderflow: number !== null && control.min !== '' && number < Number(control.min),
    rangeOverflow: number !== null && control.max !== '' && number > Number(control.max),
    stepMismatch: number !== null && control.step !== 'any' && Math.abs((number - Number(control.min)) / (Number(control.step) || 1) % 1) > 1e-9,
    badInput: false,
    customError: Boolean(of(control).custom),
  };
  return { ...found, valid: !Object.values(found).includes(true) };
}

const CHECKED = {
  checkValidity() {
    if (!this.willValidate || this.validity.valid) return true;
    this.dispatchEvent(new Event('invalid', { cancelable: true }));
    return false;
  },
  reportValidity() { return this.checkValidity(); },
  setCustomValidity(message) { of(this).custom = String(message); },
  select() {},
  setSelectionRange() {},
  stepUp(times = 1) { this.value = String((Number(this.value) || 0) + times * (Number(this.step) || 1)); },
  stepDown(times = 1) { this.stepUp(-times); },
};
const FORM = {
  elements: { get() { return named([...this.ownerDocument.querySelectorAll(CONTROLS)].filter((each) => each.form === this && each.type !== 'image')); } },
  length: { get() { return this.elements.length; } },
  name: text('name'),
  noValidate: flag('novalidate'),
  method: { get() { return this.getAttribute('method') ?? 'get'; }, set(value) { this.setAttribute('method', value); } },
};
const FORM_CAN = {
  checkValidity() { return this.elements.map((each) => each.checkValidity?.() ?? true).every(Boolean); },
  reportValidity() { return this.checkValidity(); },
  requestSubmit(submitter = null) { if (this.noValidate || submitter?.hasAttribute('formnovalidate') || this.reportValidity()) submitted(this, submitter); },
  submit() {},
  reset() {
    if (!this.dispatchEvent(new Event('reset', { bubbles: true, cancelable: true }))) return;
    for (const each of this.elements) for (const control of [each, ...(each.options ?? [])]) restore(control);
  },
};

function restore(control) {
  const { byDefault } = of(control);
  if (byDefault !== undefined) control.toggleAttribute(control.localName === 'option' ? 'selected' : 'checked', byDefault);
  held.delete(control);
}

function named(controls) {
  const all = [...controls];
  all.namedItem = (name) => controls.find((each) => each.name === name || each.id === name) ?? null;
  all.item = (index) => controls[index] ?? null;
  return new Proxy(all, { get: (target, name) => (name in target || typeof name !== 'string' ? target[name] : namedIn(controls, name)) });
}

function namedIn(controls, name) {
  const found = controls.filter((each) => each.name === name || each.id === name);
  return found.length < 2 ? found[0] : Object.assign(found, { value: found.find(({ checked }) => checked)?.value ?? '' });
}

export class FormData {
  #pairs = [];

  constructor(form, submitter = null) {
    for (const control of form?.elements ?? []) {
      const isOff = !control.name || control.matches(':disabled') || (['checkbox', 'radio'].includes(control.type) && !control.checked);
      if (isOff || (['submit', 'button', 'reset'].includes(control.type) && control !== submitter)) continue;
      const values = control.localName === 'select' ? control.selectedOptions.map(({ value }) => value) : [control.value];
      for (const value of values) if (['button', 'input', 'select', 'textarea'].includes(control.localName)) this.append(control.name, value);
    }
  }

  append(name, value) { this.#pairs.push([String(name), String(value)]); }
  delete(name) { this.#pairs = this.#pairs.filter(([own]) => own !== name); }
  get(name) { return this.#pairs.find(([own]) => own === name)?.[1] ?? null; }
  getAll(name) { return this.#pairs.filter(([own]) => own === name).map(([, value]) => value); }
  has(name) { return this.get(name) !== null; }
  set(name, value) { this.delete(name); this.append(name, value); }
  forEach(act, self) { for (const [name, value] of this.#pairs) Reflect.apply(act, self, [value, name, this]); }
  keys() { return this.#pairs.map(([name]) => name).values(); }
  values() { return this.#pairs.map(([, value]) => value).values(); }
  entries() { return this.#pairs.map((pair) => [...pair]).values(); }
  [Symbol.iterator]() { return this.entries(); }
}

// Puts all this into the library's classes, once.
export function completeControls(dom) {
  const controls = [dom.HTMLInputElement, dom.HTMLButtonElement, dom.HTMLSelectElement, dom.HTMLTextAreaElement, dom.HTMLFieldSetElement, dom.HTMLOutputElement];
  for (const { prototype } of controls) put(prototype, LABELLED, CHECKED);
  put(dom.HTMLInputElement.prototype, INPUT);
  put(dom.HTMLTextAreaElement.prototype, AREA);
  put(dom.HTMLSelectElement.prototype, SELECT, { add(option, ahead = null) { this.insertBefore(option, ahead); } });
  put(dom.HTMLOptionElement.prototype, { ...OPTION, disabled: flag('disabled') });
  put(dom.HTMLButtonElement.prototype, { value: text('value'), type: { get() { const type = this.getAttribute('type'); return ['button', 'reset'].includes(type) ? type : 'submit'; }, set(value) { this.setAttribute('type', value); } } });
  put(dom.HTMLOutputElement.prototype, { type: { get: () => 'output' }, value: { get() { return this.textContent; }, set(value) { this.textContent = value; } } });
  put(dom.HTMLFormElement.prototype, FORM, FORM_CAN);
  put(dom.HTMLLabelElement.prototype, { htmlFor: text('for'), control: { get() { return this.hasAttribute('for') ? this.ownerDocument.getElementById(this.htmlFor) : this.querySelector('button, input:not([type=hidden]), meter, output, progress, select, textarea'); } } });
  const inherited = dom.HTMLElement.prototype;
  // form.name, for names that the form itself has not.
  Object.setPrototypeOf(dom.HTMLFormElement.prototype, new Proxy(inherited, {
    get: (target, name, form) => (typeof name === 'symbol' || name in target ? Reflect.get(target, name, form) : namedIn([...form.elements], name)),
  }));
}

export function put(prototype, accessors, methods = {}) {
  for (const [name, { get, set }] of Object.entries(accessors)) Object.defineProperty(prototype, name, { get, set: set ?? (() => {}), configurable: true, enumerable: true });
  for (const [name, value] of Object.entries(methods)) Object.defineProperty(prototype, name, { value, writable: true, configurable: true });
}
