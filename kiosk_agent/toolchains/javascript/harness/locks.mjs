// Learner code shares this process with its tests. What the tests and the reporting stand on is locked before that code
// is loaded, so that a careless or simple-minded change fails loudly. It is no wall: whoever reaches the memory of the
// process reaches everything. Where the verdict counts, the tests run in another jail (split_tests.mjs).

import assert from 'node:assert';

const { defineProperty, freeze, getOwnPropertyDescriptor, getPrototypeOf, preventExtensions } = Object;
const { ownKeys } = Reflect;

const WHOLE = [Array, Array.prototype, Map.prototype, Promise, Promise.prototype, Reflect, RegExp.prototype, Set.prototype,
  String.prototype, WeakMap.prototype, getPrototypeOf(Uint8Array.prototype), Buffer.prototype, JSON, Object, Number, getPrototypeOf([][Symbol.iterator]())];
// Programs give these to objects of their own by a plain assignment, which a locked one would refuse.
const OWN_NAMES = ['toString', 'toLocaleString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf', 'propertyIsEnumerable'];
const GLOBALS = ['Array', 'Error', 'Function', 'JSON', 'Map', 'Number', 'Object', 'Promise', 'Proxy', 'Reflect', 'RegExp',
  'Set', 'String', 'Symbol', 'WeakMap', 'WeakSet'];
// What tests put in the place of a built-in, by the name it has: assigned, or said to a function that replaces.
const ASSIGNED = /(?:\.\s*([\w$]+)|\[\s*(["'`])([\w$]+)\2\s*\])\s*=(?![=>])/g;
const REPLACES = /\b(?:spyOn|replaceProperty|definePropert(?:y|ies)|assign|set|deleteProperty)\s*\(/;
const QUOTED = /(["'`])([\w$]+)\1/g;
const DELETED = /\bdelete\s+[\w$.]*\.([\w$]+)/g;
const WIDENED = /\bObject\.prototype(?:\.\w+|\[[^\]]*\])\s*=(?![=>])|\(\s*Object\.prototype\s*,/;
const MATCHERS = Symbol.for('$$jest-matchers-object');

// `tests` are the texts of the exercise's tests: what they replace themselves stays free, or they could not.
export function lockIntrinsics(expect, tests) {
  const free = replacedIn(tests);
  for (const object of WHOLE) lock(object, free);
  for (const name of ['call', 'apply', 'bind']) if (!free.has(name)) lockProperty(Function.prototype, name);
  for (const name of OWN_NAMES) if (!free.has(name)) lockInherited(Object.prototype, name);
  // What everything inherits from gets no toJSON, no then, no asymmetricMatch.
  if (!tests.some((text) => WIDENED.test(text))) preventExtensions(Object.prototype);
  for (const name of GLOBALS) if (!free.has(name)) lockProperty(globalThis, name);
  lockAssertions(expect);
}

function replacedIn(tests) {
  const free = new Set();
  for (const text of tests) {
    for (const [, name, , quoted] of text.matchAll(ASSIGNED)) free.add(name ?? quoted);
    for (const [, name] of text.matchAll(DELETED)) free.add(name);
    if (REPLACES.test(text)) for (const [, , name] of text.matchAll(QUOTED)) free.add(name);
  }
  return free;
}

// The harness's own classes: Node hands the same ones to whoever asks for their files.
export function lockClasses(classes) {
  for (const type of classes) freeze(type.prototype);
}

function lockAssertions(expect) {
  for (const object of [assert, assert.strict, assert.AssertionError, assert.AssertionError.prototype]) lock(object);
  freeze(globalThis[MATCHERS].customEqualityTesters);
  lockMatchers(expect);
}

// Returns what takes away again whatever matchers are added from now on.
export function matchersOfNow(expect) {
  const kept = matcherHolders(expect).map((holder) => [holder, new Set(ownKeys(holder))]);
  return () => {
    for (const [holder, keys] of kept) for (const key of ownKeys(holder)) if (!keys.has(key)) delete holder[key];
  };
}

function matcherHolders(expect) {
  return [globalThis[MATCHERS].matchers, expect.not, expect];
}

// Tests may add matchers of their own; those that there are stay.
export function lockMatchers(expect) {
  for (const holder of matcherHolders(expect)) lock(holder);
}

// The words that tests are written in.
export function lockWords(globals) {
  for (const name of ownKeys(globals)) {
    // Matchers may be added to `expect`.
    if (name !== 'expect') freeze(globals[name]);
    lockProperty(globalThis, name);
  }
  freeze(globals);
}

function lock(object, free = new Set()) {
  for (const key of ownKeys(object)) if (!free.has(key)) lockProperty(object, key);
}

function lockProperty(object, key) {
  const found = getOwnPropertyDescriptor(object, key);
  if (!found?.configurable) return;
  defineProperty(object, key, 'value' in found ? { writable: false, configurable: false } : { configurable: false });
}

function lockInherited(object, key) {
  const kept = object[key];
  defineProperty(object, key, {
    get: () => kept,
    set(value) {
      if (this === object) throw new TypeError(`Cannot assign to read only property '${key}'`);
      defineProperty(this, key, { value, writable: true, enumerable: true, configurable: true });
    },
    configurable: false,
  });
}
