// Learner code shares this process with its tests. What the tests and the reporting stand on is locked before that code
// is loaded, so that a careless or simple-minded change fails loudly. It is no wall: whoever reaches the memory of the
// process reaches everything. Where the verdict counts, the tests run in another jail (split_tests.mjs).

import assert from 'node:assert';

const { defineProperty, freeze, getOwnPropertyDescriptor, getPrototypeOf, preventExtensions } = Object;
const { ownKeys } = Reflect;

const WHOLE = [Array, Array.prototype, Map.prototype, Promise, Promise.prototype, Reflect, RegExp.prototype, Set.prototype,
  String.prototype, WeakMap.prototype, JSON, Object, Number, getPrototypeOf([][Symbol.iterator]())];
// Programs give these to objects of their own by a plain assignment, which a locked one would refuse.
const OWN_NAMES = ['toString', 'toLocaleString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf', 'propertyIsEnumerable'];
const GLOBALS = ['Array', 'Error', 'Function', 'JSON', 'Map', 'Number', 'Object', 'Promise', 'Proxy', 'Reflect', 'RegExp',
  'Set', 'String', 'Symbol', 'WeakMap', 'WeakSet'];
const MATCHERS = Symbol.for('$$jest-matchers-object');

export function lockIntrinsics(expect) {
  for (const object of WHOLE) lock(object);
  for (const name of ['call', 'apply', 'bind']) lockProperty(Function.prototype, name);
  for (const name of OWN_NAMES) lockInherited(Object.prototype, name);
  // What everything inherits from gets no toJSON, no then, no asymmetricMatch.
  preventExtensions(Object.prototype);
  for (const name of GLOBALS) lockProperty(globalThis, name);
  lockAssertions(expect);
}

function lockAssertions(expect) {
  for (const object of [assert, assert.strict, assert.AssertionError, assert.AssertionError.prototype]) lock(object);
  // Tests may add matchers of their own; those that there are stay.
  lock(globalThis[MATCHERS].matchers);
  freeze(globalThis[MATCHERS].customEqualityTesters);
  freeze(expect.not);
  freeze(expect);
}

// The words that tests are written in.
export function lockWords(globals) {
  for (const name of ownKeys(globals)) {
    freeze(globals[name]);
    lockProperty(globalThis, name);
  }
  freeze(globals);
}

function lock(object) {
  for (const key of ownKeys(object)) lockProperty(object, key);
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
