// What crosses between the two jails of a split run: values, never code. A value is JSON in which every array begins
// with a tag; kiosk_agent/runner/judging/split/split_value.py holds the whole list and checks each message on its way.
// An object that is more than its contents stays where it is, and a number that stands for it crosses: a handle.

const DEEPEST = 60;
const MOST_PARTS = 100_000;
const SPECIAL = new Map([['NaN', NaN], ['Infinity', Infinity], ['-Infinity', -Infinity], ['-0', -0]]);
const ERRORS = { Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError, AggregateError };
const BYTES = { Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array,
  Float64Array, BigInt64Array, BigUint64Array };

// Said when a value cannot cross. It is told as it is: to the learner when the value is theirs.
export class CannotCross extends Error {
  get name() {
    return 'CannotCross';
  }
}

export function builtInError(name) {
  return Object.hasOwn(ERRORS, name) ? ERRORS[name] : Error;
}

// The name of the built-in error that `type` descends from, or null when it is no error at all.
export function errorAncestor(type) {
  for (let step = type; typeof step === 'function'; step = Object.getPrototypeOf(step)) {
    if (Object.hasOwn(ERRORS, step.name) && ERRORS[step.name] === step) return step.name;
  }
  return null;
}

// `lend(object)` gives the tag array of a handle for what cannot be copied, or throws CannotCross.
export class Encoder {
  #lend;
  #parts = 0;

  constructor(lend) {
    this.#lend = lend;
  }

  encode(value, depth = 0) {
    this.#parts += 1;
    if (depth > DEEPEST || this.#parts > MOST_PARTS) {
      throw new CannotCross('a value that is too large, too deep or holds itself cannot be compared here');
    }
    switch (typeof value) {
      case 'string': case 'boolean': return value;
      case 'undefined': return ['u'];
      case 'bigint': return ['i', value.toString(16)];
      case 'number': return Number.isFinite(value) && !Object.is(value, -0) ? value : ['n', Object.is(value, -0) ? '-0' : String(value)];
      case 'object': return value === null ? null : this.#object(value, depth + 1);
      default: return this.#lend(value);
    }
  }

  #object(value, depth) {
    const inner = (part) => this.encode(part, depth);
    if (Array.isArray(value)) return ['a', ...Array.from(value, inner)];
    if (value instanceof Error || value instanceof Promise) return this.#lend(value, inner);
    if (value instanceof Map) return ['m', ...[...value].flat().map(inner)];
    if (value instanceof Set) return ['s', ...[...value].map(inner)];
    if (value instanceof Date) return ['d', inner(value.getTime())];
    if (value instanceof RegExp) return ['r', value.source, value.flags];
    if (ArrayBuffer.isView(value) && Object.hasOwn(BYTES, value.constructor.name)) {
      return ['b', value.constructor.name, Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')];
    }
    return isPlain(value) ? ['o', ...Object.keys(value).flatMap((key) => [key, inner(value[key])])] : this.#lend(value, inner);
  }
}

// Data and nothing else: what a function hangs on, and what a class made, stays at home.
function isPlain(value) {
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  return Object.keys(value).every((key) => typeof value[key] !== 'function');
}

// `borrowed` turns the tag array of a handle, an error or a promise into what stands for it here.
export function decode(wire, borrowed) {
  if (!Array.isArray(wire)) return wire;
  const [tag, ...parts] = wire;
  const inner = (part) => decode(part, borrowed);
  switch (tag) {
    case 'a': return parts.map(inner);
    case 'o': return plainObject(parts, inner);
    case 'u': return undefined;
    case 'i': return parts[0].startsWith('-') ? -BigInt(`0x${parts[0].slice(1)}`) : BigInt(`0x${parts[0]}`);
    case 'n': return SPECIAL.get(parts[0]);
    case 'm': return new Map(pairs(parts).map(([key, value]) => [inner(key), inner(value)]));
    case 's': return new Set(parts.map(inner));
    case 'd': return new Date(inner(parts[0]));
    case 'r': return new RegExp(parts[0], parts[1]);
    case 'b': return bytes(parts[0], parts[1]);
    default: return borrowed(wire, inner);
  }
}

function bytes(type, text) {
  const raw = Uint8Array.from(Buffer.from(text, 'hex'));
  const made = Object.hasOwn(BYTES, type) ? BYTES[type] : Uint8Array;
  return new made(raw.buffer, 0, Math.floor(raw.length / made.BYTES_PER_ELEMENT));
}

// What JavaScript, promises, assertion libraries and this harness look up on a thing to have it act. No data is called so.
const ACTING = new Set(['asymmetricMatch', 'toAsymmetricMatcher', '$$typeof', 'then', 'toJSON', 'isEqualNode', '_isMockFunction', '__proto__']);
// The same, where data may well be called so: then it must be data.
const CALLED = new Set(['toString', 'valueOf', 'constructor', 'getMockName']);

export function isActing(name) {
  return ACTING.has(name) || name.startsWith('@@');
}

// Every key becomes the object's own, also those that would mean something to JavaScript.
function plainObject(parts, inner) {
  const made = {};
  for (const [key, wire] of pairs(parts)) {
    if (isActing(key)) throw new CannotCross(`an object that holds '${key}' cannot be compared here`);
    const value = inner(wire);
    // A function acts where the object is only to be compared. The sender is not believed: it may be the program's own jail.
    if (typeof value === 'function' && (wire[0] !== 'y' || CALLED.has(key))) {
      throw new CannotCross('an object that holds a function cannot be compared here');
    }
    Object.defineProperty(made, key, { value, enumerable: true, writable: true, configurable: true });
  }
  return made;
}

export function pairs(parts) {
  return Array.from({ length: parts.length / 2 }, (_, index) => [parts[2 * index], parts[2 * index + 1]]);
}
