// Events as a browser has them: their classes, how they travel, and what elements do when they are clicked.

const listenersOf = new WeakMap();
const handlersOf = new WeakMap();
const inner = new WeakMap();

export class Event {
  constructor(type, { bubbles = false, cancelable = false, composed = false } = {}) {
    if (arguments.length === 0) throw new TypeError("Failed to construct 'Event': 1 argument required, but only 0 present.");
    inner.set(this, { type: String(type), bubbles: Boolean(bubbles), cancelable: Boolean(cancelable), composed: Boolean(composed), path: [], timeStamp: performance.now() });
  }

  get target() { return inner.get(this).target ?? null; }
  get srcElement() { return this.target; }
  get currentTarget() { return inner.get(this).current ?? null; }
  get eventPhase() { return inner.get(this).phase ?? 0; }
  get defaultPrevented() { return inner.get(this).prevented ?? false; }
  get returnValue() { return !this.defaultPrevented; }
  set returnValue(value) { if (!value) this.preventDefault(); }
  get cancelBubble() { return inner.get(this).stopped ?? false; }
  set cancelBubble(value) { if (value) this.stopPropagation(); }
  get isTrusted() { return false; }
  composedPath() { return [...inner.get(this).path]; }
  stopPropagation() { inner.get(this).stopped = true; }
  stopImmediatePropagation() { Object.assign(inner.get(this), { stopped: true, ended: true }); }
  preventDefault() { if (this.cancelable && !inner.get(this).passive) inner.get(this).prevented = true; }
  initEvent(type, bubbles = false, cancelable = false) { Object.assign(inner.get(this), { type, bubbles, cancelable }); }
}
for (const name of ['type', 'bubbles', 'cancelable', 'composed', 'timeStamp']) {
  Object.defineProperty(Event.prototype, name, { get() { return inner.get(this)[name]; }, configurable: true });
}
for (const [value, name] of ['NONE', 'CAPTURING_PHASE', 'AT_TARGET', 'BUBBLING_PHASE'].entries()) {
  for (const holder of [Event, Event.prototype]) Object.defineProperty(holder, name, { value, enumerable: true });
}

function kind(name, Parent, fields) {
  const Made = { [name]: class extends Parent {
    constructor(type, given = {}) {
      super(type, given);
      for (const [field, value] of Object.entries(fields)) {
        Object.defineProperty(this, field, { value: given?.[field] ?? value, enumerable: true, configurable: true });
      }
    }
  } }[name];
  EVENTS[name] = Made;
  return Made;
}

// The classes by name.
export const EVENTS = { Event };
const MODIFIERS = { ctrlKey: false, shiftKey: false, altKey: false, metaKey: false };
const POINT = { clientX: 0, clientY: 0, screenX: 0, screenY: 0, pageX: 0, pageY: 0, offsetX: 0, offsetY: 0, x: 0, y: 0, button: 0, buttons: 0, relatedTarget: null };
kind('CustomEvent', Event, { detail: null });
const UIEvent = kind('UIEvent', Event, { detail: 0, view: null });
const MouseEvent = kind('MouseEvent', UIEvent, { ...MODIFIERS, ...POINT });
const PointerEvent = kind('PointerEvent', MouseEvent, { pointerId: 0, pointerType: '', isPrimary: false, pressure: 0 });
kind('WheelEvent', MouseEvent, { deltaX: 0, deltaY: 0, deltaZ: 0, deltaMode: 0 });
kind('DragEvent', MouseEvent, { dataTransfer: null });
kind('KeyboardEvent', UIEvent, { ...MODIFIERS, key: '', code: '', location: 0, repeat: false, isComposing: false, keyCode: 0, which: 0, charCode: 0 });
kind('InputEvent', UIEvent, { data: null, inputType: '', isComposing: false });
const FocusEvent = kind('FocusEvent', UIEvent, { relatedTarget: null });
kind('TouchEvent', UIEvent, { ...MODIFIERS, touches: [], targetTouches: [], changedTouches: [] });
const SubmitEvent = kind('SubmitEvent', Event, { submitter: null });
kind('StorageEvent', Event, { key: null, oldValue: null, newValue: null, url: '', storageArea: null });
kind('MessageEvent', Event, { data: null, origin: '', source: null });
kind('ErrorEvent', Event, { message: '', filename: '', lineno: 0, colno: 0, error: null });
kind('HashChangeEvent', Event, { oldURL: '', newURL: '' });
kind('PopStateEvent', Event, { state: null });
kind('ProgressEvent', Event, { lengthComputable: false, loaded: 0, total: 0 });
kind('ClipboardEvent', Event, { clipboardData: null });
kind('AnimationEvent', Event, { animationName: '', elapsedTime: 0, pseudoElement: '' });
kind('TransitionEvent', Event, { propertyName: '', elapsedTime: 0, pseudoElement: '' });

// --- how they travel ----------------------------------------------------------------------------------------------------

export const TARGET = {
  addEventListener(type, listener, options) {
    if (listener === null || listener === undefined) return;
    const { capture = false, once = false, passive = false, signal = null } = typeof options === 'object' && options !== null ? options : { capture: Boolean(options) };
    if (signal?.aborted) return;
    const all = listenersOf.get(this) ?? listenersOf.set(this, []).get(this);
    if (all.some((each) => each.type === type && each.listener === listener && each.capture === Boolean(capture))) return;
    all.push({ type, listener, capture: Boolean(capture), once, passive });
    signal?.addEventListener('abort', () => this.removeEventListener(type, listener, capture));
  },
  removeEventListener(type, listener, options) {
    const capture = Boolean(typeof options === 'object' && options !== null ? options.capture : options);
    const all = listenersOf.get(this) ?? [];
    const found = all.findIndex((each) => each.type === type && each.listener === listener && each.capture === capture);
    if (found >= 0) all.splice(found, 1)[0].removed = true;
  },
  dispatchEvent(event) {
    if (!inner.has(event)) throw new TypeError("Failed to execute 'dispatchEvent' on 'EventTarget': parameter 1 is not of type 'Event'.");
    return dispatch(this, event);
  },
};

// Of a document: { window, failed(error), compiled(code, element) }.
export const hosts = new WeakMap();
const hostOf = (target) => hosts.get(target.ownerDocument ?? target.document ?? target);

function dispatch(target, event) {
  const state = inner.get(event);
  const path = pathOf(target, event);
  const isActivation = event.type === 'click' && event instanceof MouseEvent;
  const active = isActivation ? path.find((each) => each === target || event.bubbles ? actsOn(each) : false) : undefined;
  const undo = active && before(active);
  Object.assign(state, { path, target, stopped: false, ended: false });
  for (const each of [...path].reverse()) if (!state.stopped) invoke(each, event, state, true);
  for (const each of path) if (!state.stopped && (each === target || event.bubbles)) invoke(each, event, state, false);
  Object.assign(state, { path: [], current: null, phase: 0 });
  if (active) {
    if (state.prevented) undo?.();
    else after(active, event, undo !== undefined);
  }
  return !event.defaultPrevented;
}

function pathOf(target, event) {
  const path = [];
  for (let node = target; node; node = node.parentNode ?? node.host) path.push(node);
  const last = path.at(-1);
  if (last?.nodeType === 9 && event.type !== 'load' && hosts.has(last)) path.push(hosts.get(last).window);
  return path;
}

function invoke(current, event, state, isCapture) {
  const isTarget = current === state.target;
  Object.assign(state, { current, phase: isTarget ? 2 : isCapture ? 1 : 3 });
  const all = (listenersOf.get(current) ?? []).filter(({ type, capture }) => type === event.type && capture === isCapture);
  const handler = isCapture ? null : handlerOf(current, event.type);
  // A handler is called where it was given; one of a window, of which that is not known, last.
  if (handler) all.splice(current.nodeType === 1 ? handlersOf.get(current)[`on${event.type}`].place : all.length, 0, { listener: handler, isHandler: true });
  for (const each of all) {
    if (state.ended) return;
    if (each.removed) continue;
    if (each.once) TARGET.removeEventListener.call(current, event.type, each.listener, each.capture);
    state.passive = each.passive;
    try {
      const answer = typeof each.listener === 'function' ? Reflect.apply(each.listener, current, [event]) : each.listener.handleEvent(event);
      if (each.isHandler && answer === false) event.preventDefault();
    } catch (error) {
      hostOf(current)?.failed(error);
    }
    state.passive = false;
  }
}

// What stands in onclick, given by the script or by the attribute.
export function handlerOf(target, type) {
  const name = `on${type}`;
  if (target.nodeType !== 1) return typeof target[name] === 'function' ? target[name] : null;
  const given = handlersOf.get(target)?.[name];
  if (given !== undefined && given.text === undefined) return given.handler;
  const text = target.getAttribute?.(name);
  if (typeof text !== 'string') return null;
  if (given?.text === text) return given.handler;
  let handler = null;
  try {
    handler = hostOf(target)?.compiled(text, target) ?? null;
  } catch (error) {
    hostOf(target)?.failed(error);
  }
  handlersOf.set(target, { ...handlersOf.get(target), [name]: { text, handler, place: 0 } });
  return handler;
}

export function setHandler(target, name, handler) {
  const place = (listenersOf.get(target) ?? []).filter(({ type, capture }) => type === name.slice(2) && !capture).length;
  handlersOf.set(target, { ...handlersOf.get(target), [name]: { handler: typeof handler === 'function' ? handler : null, place } });
}

// --- what elements do ---------------------------------------------------------------------------------------------------

const CAN_BE_OFF = new Set(['button', 'input', 'select', 'textarea']);

// As `:disabled` says, without the work of a selector at each click.
function isDisabled(element) {
  if (!CAN_BE_OFF.has(element.localName)) return false;
  return element.hasAttribute('disabled') || (element.closest('fieldset[disabled]') ?? null) !== null;
}


function actsOn(element) {
  return ['input', 'button', 'label', 'summary'].includes(element.localName) ? element : false;
}

// Of a checkbox the tick comes before the listeners. Returns what takes it back.
function before(element) {
  if (element.localName !== 'input' || isDisabled(element)) return undefined;
  const wasChecked = element.checked;
  if (element.type === 'checkbox') {
    element.checked = !wasChecked;
    return () => { element.checked = wasChecked; };
  }
  if (element.type !== 'radio') return undefined;
  const other = groupOf(element).find(({ checked }) => checked);
  element.checked = true;
  return () => { element.checked = wasChecked; if (other) other.checked = true; };
}

export function groupOf(radio) {
  const root = radio.form ?? radio.ownerDocument;
  return [...root.querySelectorAll('input')].filter((each) => each.type === 'radio' && each.name === radio.name && (each === radio || radio.name !== ''));
}

function after(element, event, hasChanged) {
  if (isDisabled(element)) return;
  if (hasChanged) {
    if (element.isConnected) for (const type of ['input', 'change']) element.dispatchEvent(new Event(type, { bubbles: true }));
  } else if (element.localName === 'label') {
    const { control } = element;
    const isInside = event.target.closest?.('button, input, select, textarea, a[href]');
    if (control && !isInside) control.click();
  } else if (element.localName === 'summary') {
    const details = element.parentElement;
    if (details?.localName !== 'details') return;
    details.toggleAttribute('open');
    queueMicrotask(() => details.dispatchEvent(new Event('toggle')));
  } else if (element.form && element.type === 'submit') {
    element.form.requestSubmit(element);
  } else if (element.form && element.type === 'reset') {
    element.form.reset();
  }
}

export const ACTIONS = {
  click() {
    if (!isDisabled(this)) dispatch(this, new PointerEvent('click', { bubbles: true, cancelable: true, composed: true, detail: 1, pointerId: -1 }));
  },
  focus() {
    const { ownerDocument } = this;
    const canBe = this.matches('a[href], button, input, select, textarea, [tabindex], [contenteditable], summary') && !isDisabled(this);
    if (!canBe || ownerDocument.activeElement === this) return;
    ownerDocument.activeElement.blur?.();
    focused.set(ownerDocument, this);
    for (const [type, bubbles] of [['focus', false], ['focusin', true]]) dispatch(this, new FocusEvent(type, { bubbles }));
  },
  blur() {
    if (focused.get(this.ownerDocument) !== this) return;
    focused.delete(this.ownerDocument);
    for (const [type, bubbles] of [['blur', false], ['focusout', true]]) dispatch(this, new FocusEvent(type, { bubbles }));
  },
};

export const focused = new WeakMap();

export function submitted(form, submitter) {
  return dispatch(form, new SubmitEvent('submit', { bubbles: true, cancelable: true, submitter }));
}
