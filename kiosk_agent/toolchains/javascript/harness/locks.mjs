// Learner code shares this process with its tests. What the tests and the reporting stand on is locked before that code
// is loaded, so that a careless or simple-minded change fails loudly. It is no wall: whoever reaches the memory of the
// process reaches everything. In split judging, the tests run in another jail (split_tests.mjs).

import assert from 'node:assert';

const { defineProperties, defineProperty, freeze, fromEntries, getOwnPropertyDescriptor, getOwnPropertyDescriptors, getPrototypeOf,
  hasOwn, preventExtensions } = Object;
const { deleteProperty, ownKeys } = Reflect;

const WHOLE = [Array, Array.prototype, Map.prototype, Promise, Promise.prototype, Reflect, RegExp.prototype, Set.prototype,
  String.prototype, WeakMap.prototype, JSON, Object, Number, getPrototypeOf([][Symbol.iterator]())];
// Those to which nobody adds a name of his own are frozen, which is ten times as fast.
const BYTES = [getPrototypeOf(Uint8Array.prototype), Buffer.prototype];
const ASSERTIONS = [assert, assert.strict, assert.AssertionError, assert.AssertionError.prototype];
// Programs give these to objects of their own by a plain assignment, which a locked one would refuse.
const OWN_NAMES = ['toString', 'toLocaleString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf', 'propertyIsEnumerable'];
const GLOBALS = ['Array', 'Error', 'Function', 'JSON', 'Map', 'Number', 'Object', 'Promise', 'Proxy', 'Reflect', 'RegExp',
  'Set', 'String', 'Symbol', 'WeakMap', 'WeakSet'];
// What tests put in the place of a built-in, by the name it has: assigned, or said to a function that replaces.
const ASSIGNED = /(?:\.\s*([\w$]+)|\[\s*(["'`])([\w$]+)\2\s*\])\s*=(?![=>])/g;
const REPLACES = /\b(?:spyOn|replaceProperty|definePropert(?:y|ies)|assign|set|deleteProperty)\s*\(/;
const COMPUTED = /\]\s*=(?![=>])/;
const QUOTED = /(["'`])([\w$]+)\1/g;
// Names of what is put into a prototype at once.
const PUT_IN = /\b(?:assign|defineProperties)\s*\(\s*[\w$.]*prototype\s*,([^;]*)/g;
const WRITTEN = /([\w$]+)\s*[:(]/g;
const DELETED = /\bdelete\s+[\w$.]*\.([\w$]+)/g;
const WIDENED = /\bObject\.prototype(?:\.\w+|\[[^\]]*\])\s*=(?![=>])|\(\s*Object\.prototype\s*,/;
// Names of matchers, where a file brings some: not those that are asked of `expect`.
const BROUGHT = /(?<![.\w$])([\w$]+)\s*[:(=]/g;
const EXTENDS = /\bextend\s*\(/;
const MATCHERS = Symbol.for('$$jest-matchers-object');

// Every lock, made ahead as [object, its locked properties]: while a learner waits, they are only put on.
const LOCKS = [
  ...WHOLE.map((object) => [object, locked(object, ownKeys(object))]),
  [Function.prototype, locked(Function.prototype, ['call', 'apply', 'bind'])],
  [Object.prototype, fromEntries(OWN_NAMES.map((name) => [name, lockedForHeirs(Object.prototype, name)]))],
  [globalThis, locked(globalThis, GLOBALS)],
];
const LOCKED = LOCKS.map(([object]) => object);

// What the exercise's tests replace or bring themselves stays free, or they could not: { names, matchers, isObjectWidened, isEqualityOwn }.
export function replacedBy({ files, solution }) {
  const tests = Object.keys(files).filter((path) => !solution.includes(path)).map((path) => files[path]);
  const names = new Set();
  for (const text of tests) {
    for (const [, name, , quoted] of text.matchAll(ASSIGNED)) names.add(name ?? quoted);
    for (const [, name] of text.matchAll(DELETED)) names.add(name);
    for (const [, put] of text.matchAll(PUT_IN)) for (const [, name] of put.matchAll(WRITTEN)) names.add(name);
    if (REPLACES.test(text) || COMPUTED.test(text)) for (const [, , name] of text.matchAll(QUOTED)) names.add(name);
  }
  return {
    names,
    matchers: new Set(tests.some((text) => EXTENDS.test(text)) ? tests.flatMap(brought) : []),
    isObjectWidened: tests.some((text) => WIDENED.test(text)),
    isEqualityOwn: tests.some((text) => text.includes('addEqualityTesters')),
  };
}

const brought = (text) => Array.from(text.matchAll(BROUGHT), ([, name]) => name);

// `free` is what replacedBy found.
export function lockIntrinsics(free) {
  for (const [object, properties] of LOCKS) defineProperties(object, without(properties, free.names));
  for (const object of BYTES) freezeBut(object, free.names);
  // What everything inherits from gets no toJSON, no then, no asymmetricMatch.
  if (!free.isObjectWidened) preventExtensions(Object.prototype);
  for (const object of ASSERTIONS) freeze(object);
  if (!free.isEqualityOwn) lockEquality();
}

// Returns what does something with the built-ins in place that `free` leaves to the tests, and puts those of the tests
// back after it: the harness stands on them, too. It must ask none of them itself.
export function withOwn(free) {
  const kept = Array.from(free.names).flatMap((name) => LOCKED.filter((object) => hasOwn(object, name)).map((object) => [object, name]));
  const before = kept.map(([object, name]) => getOwnPropertyDescriptor(object, name));
  const { length } = kept;
  if (length === 0) return (act) => act();
  return (act) => {
    const now = [];
    for (let index = 0; index < length; index += 1) {
      const object = kept[index][0];
      const name = kept[index][1];
      now[index] = getOwnPropertyDescriptor(object, name);
      defineProperty(object, name, before[index]);
    }
    try {
      return act();
    } finally {
      for (let index = 0; index < length; index += 1) {
        if (now[index] === undefined) deleteProperty(kept[index][0], kept[index][1]);
        else defineProperty(kept[index][0], kept[index][1], now[index]);
      }
    }
  };
}

function freezeBut(object, names) {
  if (names.size > 0 && ownKeys(object).some((key) => names.has(key))) defineProperties(object, without(locked(object, ownKeys(object)), names));
  else freeze(object);
}

function without(properties, names) {
  for (const name of names) delete properties[name];
  return properties;
}

// The harness's own classes: Node hands the same ones to whoever asks for their files.
export function lockClasses(classes) {
  for (const type of classes) freeze(type.prototype);
}

// Returns what takes away again whatever matchers and equalities are added from now on, and puts back those redefined.
export function matchersOfNow(expect) {
  const kept = matcherHolders(expect).map((holder) => [holder, getOwnPropertyDescriptors(holder)]);
  const { customEqualityTesters } = globalThis[MATCHERS];
  const { length } = customEqualityTesters;
  return () => {
    customEqualityTesters.length = length;
    for (const [holder, own] of kept) {
      for (const key of ownKeys(holder)) if (!hasOwn(own, key)) delete holder[key];
      for (const key of ownKeys(own)) if (holder[key] !== own[key].value) defineProperty(holder, key, own[key]);
    }
  };
}

function matcherHolders(expect) {
  return [globalThis[MATCHERS].matchers, expect.not, expect];
}

// The locks of the matchers of now, made ahead.
export function matcherLocks(expect) {
  return matcherHolders(expect).map((holder) => {
    const known = ownKeys(holder);
    return { holder, known: new Set(known), properties: locked(holder, known) };
  });
}

// Matchers that there are stay, but for those that the tests redefine. Returns what locks the rest once the tests are
// loaded: matchers added or redefined since, and what counts as equal besides what is.
export function lockMatchers(locks, free) {
  const own = free.matchers.size > 0 ? ownKeys(globalThis[MATCHERS].matchers).filter((key) => free.matchers.has(key)) : [];
  const lefts = locks.map(({ holder, known, properties }) => {
    const left = own.filter((key) => known.has(key));
    defineProperties(holder, without(properties, left));
    return new Map(left.map((key) => [key, holder[key]]));
  });
  return () => {
    locks.forEach(({ holder, known }, index) => {
      const left = lefts[index];
      const changed = ownKeys(holder).filter((key) => !known.has(key) || (left.has(key) && holder[key] !== left.get(key)));
      if (changed.length > 0) defineProperties(holder, locked(holder, changed));
    });
    lockEquality();
  };
}

// Goes all ways of a hand-in's locks once, on nothing: Node compiles what is used when it is used.
export function rehearseLocks(handIn) {
  const free = replacedBy(handIn);
  withOwn(free)(() => {});
  freezeBut({}, free.names);
  defineProperties({ it: 1 }, without(locked({ it: 1 }, ['it']), free.names));
}

function lockEquality() {
  freeze(globalThis[MATCHERS].customEqualityTesters);
}

// The words that tests are written in, as nobody may change them: { globals, properties }.
export function lockedWords(globals) {
  const properties = ownKeys(globals).map((name) => [name, { value: globals[name], writable: false, configurable: false }]);
  return { globals, properties: fromEntries(properties) };
}

export function lockWords({ globals, properties }) {
  for (const name of ownKeys(globals)) {
    // Matchers may be added to `expect`.
    if (name !== 'expect') freeze(globals[name]);
  }
  defineProperties(globalThis, properties);
  freeze(globals);
}

function locked(object, keys) {
  const properties = {};
  for (const key of keys) {
    const found = getOwnPropertyDescriptor(object, key);
    if (found?.configurable) properties[key] = 'value' in found ? { writable: false, configurable: false } : { configurable: false };
  }
  return properties;
}

function lockedForHeirs(object, key) {
  const kept = object[key];
  return {
    get: () => kept,
    set(value) {
      if (this === object) throw new TypeError(`Cannot assign to read only property '${key}'`);
      defineProperty(this, key, { value, writable: true, enumerable: true, configurable: true });
    },
    configurable: false,
  };
}
