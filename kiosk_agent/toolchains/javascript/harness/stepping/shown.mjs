// Values of a program as they are shown beside its lines, as JSON of protocol.stepping.trace.ShownValue. Nothing of the program is run
// for it: no getter, no trap of a proxy, no toString. What is used here is kept before a line of the program is let in.

import { types } from 'node:util';

const TEXT_CHARACTERS = 80;
const PARTS = 12;
const DEPTH = 4;
const PARTS_TOGETHER = 60;
const MOST_NAMES = 100_000;
const BIGGEST = 10n ** 70n;

const { apply, getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect;
const { stringify } = JSON;
const { is } = Object;
const { isArray } = Array;
const { isProxy, isMap, isSet, isDate, isNativeError, isRegExp, isTypedArray, isModuleNamespaceObject } = types;
const { toWellFormed, slice: sliced, startsWith, charCodeAt } = String.prototype;
const text = String;
const sourceOf = Function.prototype.toString;
const describedAs = getOwnPropertyDescriptor(Symbol.prototype, 'description').get;
const mapEntries = Map.prototype.entries;
const mapNext = getPrototypeOf(new Map().entries()).next;
const mapSize = getOwnPropertyDescriptor(Map.prototype, 'size').get;
const setValues = Set.prototype.values;
const setNext = getPrototypeOf(new Set().values()).next;
const setSize = getOwnPropertyDescriptor(Set.prototype, 'size').get;
const dateText = Date.prototype.toISOString;
const dateTime = Date.prototype.getTime;
const patternText = getOwnPropertyDescriptor(RegExp.prototype, 'source').get;
const typedLength = getOwnPropertyDescriptor(getPrototypeOf(Uint8Array.prototype), 'length').get;
const fromBytes = Buffer.from;
const bytesText = Buffer.prototype.toString;

// Debian 12's node has no word for text without half characters.
function wellFormed(whole) {
  return toWellFormed ? apply(toWellFormed, whole, []) : apply(bytesText, fromBytes(whole, 'utf8'), ['utf8']);
}

export function quoted(whole, characters = TEXT_CHARACTERS) {
  let cut = apply(sliced, whole, [0, characters]);
  const last = cut.length === 0 ? 0 : apply(charCodeAt, cut, [cut.length - 1]);
  if (last >= 0xd800 && last < 0xdc00) cut = apply(sliced, cut, [0, cut.length - 1]);
  return stringify(wellFormed(cut));
}

function told(kind, words = '', more = 0, parts = '') {
  const said = words === '' ? '' : `,"text":${quoted(words)}`;
  return `{"kind":"${kind}"${said}${parts === '' ? '' : `,"parts":[${parts}]`}${more > 0 ? `,"more":${more}` : ''}}`;
}

export function shown(value) {
  return shownAt(value, { left: PARTS_TOGETHER, around: null, depth: 0 });
}

function shownAt(value, look) {
  const kind = typeof value;
  if (value === undefined || value === null) return told('nothing', `${value}`);
  if (kind === 'boolean') return told('truth', `${value}`);
  if (kind === 'number') return told('number', is(value, -0) ? '-0' : `${value}`);
  if (kind === 'bigint') return value > -BIGGEST && value < BIGGEST ? told('number', `${value}n`) : told('other', 'BigInt');
  if (kind === 'string') return told('text', value, value.length - TEXT_CHARACTERS);
  if (kind === 'symbol') return told('other', `Symbol(${apply(describedAs, value, []) ?? ''})`);
  if (isProxy(value)) return told('unread', 'Proxy');
  if (kind === 'function') return shownFunction(value);
  return shownObject(value, look);
}

function shownFunction(value) {
  const held = getOwnPropertyDescriptor(value, 'name')?.value;
  const isClass = apply(startsWith, apply(sourceOf, value, []), ['class']);
  return told(isClass ? 'class' : 'function', typeof held === 'string' ? held : '');
}

function shownObject(value, look) {
  const name = classOf(value);
  for (let step = look.around; step !== null; step = step.next) if (step.value === value) return told('again', name);
  if (isDate(value)) return told('other', is(apply(dateTime, value, []), NaN) ? 'Invalid Date' : apply(dateText, value, []));
  if (isRegExp(value)) return told('other', `/${apply(patternText, value, [])}/`);
  if (isNativeError(value)) return shownError(value, name);
  const inner = { around: { value, next: look.around }, depth: look.depth + 1 };
  const [kind, length, next] = partsOf(value, name);
  let parts = '';
  let count = 0;
  if (look.depth < DEPTH) {
    for (; count < length && count < PARTS && look.left > 0; count += 1) {
      look.left -= 1;
      const { key, part } = next(count);
      inner.left = look.left;
      const keyed = key === undefined ? '' : `"key":${shownAt(key.value, inner)},`;
      parts += `${count === 0 ? '' : ','}{${keyed}"value":${part === UNREAD ? told('unread', 'get') : shownAt(part, inner)}}`;
      look.left = inner.left;
    }
  }
  return told(kind, name, length - count, parts);
}

const UNREAD = { unread: true };
const HOLE = undefined;

// Returns [kind, how many parts, what gives the next one].
function partsOf(value, name) {
  if (isArray(value)) {
    return ['list', getOwnPropertyDescriptor(value, 'length').value, (at) => ({ key: undefined, part: heldAt(value, text(at)) })];
  }
  if (isTypedArray(value)) return ['list', apply(typedLength, value, []), (at) => ({ key: undefined, part: value[at] })];
  if (isMap(value)) {
    const entries = apply(mapEntries, value, []);
    return ['map', apply(mapSize, value, []), () => {
      const pair = apply(mapNext, entries, []).value;
      return { key: { value: getOwnPropertyDescriptor(pair, 0).value }, part: getOwnPropertyDescriptor(pair, 1).value };
    }];
  }
  if (isSet(value)) {
    const values = apply(setValues, value, []);
    return ['list', apply(setSize, value, []), () => ({ key: undefined, part: apply(setNext, values, []).value })];
  }
  const fields = fieldsOf(value);
  const kind = fields.length > 0 || name === 'Object' || isWritten(value) ? 'object' : 'other';
  return [kind, fields.length, (at) => ({ key: { value: fields[at] }, part: heldAt(value, fields[at]) })];
}

function fieldsOf(value) {
  const keys = ownKeys(value);
  const fields = { __proto__: null, length: 0 };
  for (let index = 0; index < keys.length && index < MOST_NAMES; index += 1) {
    if (typeof keys[index] !== 'string') continue;
    if (isModuleNamespaceObject(value) || getOwnPropertyDescriptor(value, keys[index])?.enumerable) {
      fields[fields.length] = keys[index];
      fields.length += 1;
    }
  }
  return fields;
}

export function heldAt(value, name) {
  try {
    const found = getOwnPropertyDescriptor(value, name);
    if (found === undefined) return HOLE;
    return found.get === undefined && found.set === undefined ? found.value : UNREAD;
  } catch {
    // A module's name that has no value yet.
    return HOLE;
  }
}

// The name of the function that its prototype calls its maker.
function classOf(value) {
  const maker = makerOf(value);
  const name = maker === null ? undefined : getOwnPropertyDescriptor(maker, 'name')?.value;
  return typeof name === 'string' && name !== '' ? name : 'Object';
}

function makerOf(value) {
  for (let step = getPrototypeOf(value); step !== null && !isProxy(step); step = getPrototypeOf(step)) {
    const maker = getOwnPropertyDescriptor(step, 'constructor')?.value;
    if (maker !== undefined) return typeof maker === 'function' && !isProxy(maker) ? maker : null;
  }
  return null;
}

function isWritten(value) {
  const maker = makerOf(value);
  return maker !== null && apply(startsWith, apply(sourceOf, maker, []), ['class']);
}

function shownError(value, name) {
  for (let step = value; step !== null && !isProxy(step); step = getPrototypeOf(step)) {
    const found = getOwnPropertyDescriptor(step, 'message');
    if (found === undefined) continue;
    return told('error', typeof found.value === 'string' && found.value !== '' ? `${name}: ${found.value}` : name);
  }
  return told('error', name);
}
