// The side of a split run that holds the tests and no line of the learner's. What the tests import from the solution
// stands in for it: calling it asks the other jail and waits. Only what comes from here decides the verdict.

import { ELSEWHERE } from './breakage.mjs';
import { Channel, Lent } from './split_channel.mjs';
import { builtInError, CannotCross, isActing, pairs } from './split_values.mjs';

const WORDS = /[A-Za-z_$][\w$]*/g;
const AGAIN_MILLISECONDS = 5;
// Kept here: tests may put a clock of their own in its place.
const { setImmediate, setTimeout } = globalThis;

export class TestsSide {
  #reporter;
  #solution;
  #channel;
  #lent = new Lent();
  #borrowed = new Map();
  #numbers = new WeakMap();
  #promises = new Map();
  #pumping = false;
  // What the objects hold, as long as their jail has not had the turn again.
  #fields = new Map();
  #methods = new Set();
  #classMethods = new WeakSet();
  // An object of the program answers only to names that the tests themselves write.
  #words;

  constructor(reporter, { files, tests, solution }) {
    this.#reporter = reporter;
    this.#solution = solution;
    this.#words = new Set(tests.flatMap((path) => files[path].match(WORDS) ?? []).filter((word) => !isOurs(word)));
    this.#channel = new Channel(reporter, {
      serve: (ask) => this.#served(ask),
      lend: (object, inner) => this.#lend(object, inner),
      borrowed: (wire, inner) => this.#standIn(wire, inner),
    });
  }

  // The names that the file of the solution exports, each with its value or what stands in for it.
  load(file) {
    const { outcome, value, heard } = this.#channel.ask({ op: 'load', name: file });
    this.#reporter.hear(heard);
    if (outcome !== 'value') throw this.#refused(String(value));
    const exported = exportsIn(value);
    if (exported === null) throw this.#refused('what the program exports is not written as it is');
    return Object.fromEntries(exported.map(([name, wire]) => [name, this.#decoded(wire)]));
  }

  // A value that the solution exports; undefined when there is nothing like it, which no test can want.
  #decoded(wire) {
    try {
      return this.#channel.decode(wire);
    } catch {
      return undefined;
    }
  }

  // Marked, so that what came from the other jail is never taken for a fault of the exercise's own.
  #refused(reason) {
    return Object.assign(new CannotCross(reason), { [ELSEWHERE]: { file: this.#solution[0], line: null } });
  }

  #asked(question, given = []) {
    if (question.op !== 'fields') this.#fields.clear();
    const { outcome, value, changed, heard } = this.#channel.ask({
      ...question, args: given.map((value) => this.#channel.encode(value)),
    });
    this.#reporter.hear(heard);
    for (const [index, wire] of changed) replaceContent(given[index], this.#received(wire));
    if (outcome === 'refused') throw this.#refused(value);
    if (outcome === 'thrown') throw this.#received(value);
    return Array.isArray(value) && value[0] === 'k' ? given[value[1]] : this.#received(value);
  }

  #received(wire) {
    try {
      return this.#channel.decode(wire);
    } catch (error) {
      throw this.#refused(error instanceof CannotCross ? error.message : 'a value that cannot be compared here');
    }
  }

  // The program calls a function that the tests gave it. It may do nothing else.
  #served({ op, on, args }) {
    try {
      const called = this.#lent.get(on);
      if (op !== 'call' || typeof called !== 'function') throw new CannotCross('this is no function of the tests');
      return this.#channel.value(called(...args.map((wire) => this.#channel.decode(wire))));
    } catch (error) {
      return this.#channel.thrown(error);
    }
  }

  #lend(object, inner) {
    const number = this.#numbers.get(object);
    if (number !== undefined) return ['y', number];
    if (object instanceof Error) {
      return ['e', this.#lent.numberOf(object), String(object.name), String(object.message), null, inner({})];
    }
    if (typeof object !== 'function') throw new CannotCross('the test hands over a value that cannot leave its own jail');
    return ['h', this.#lent.numberOf(object), 'f', null];
  }

  #standIn(wire, inner) {
    const [tag, number] = wire;
    switch (tag) {
      case 'y': return this.#lent.get(number);
      case 'p': return this.#promise(number);
      case 'e': return this.#error(wire, inner);
      case 'h': return this.#handle(wire);
      default: throw new CannotCross(String(wire[1]));
    }
  }

  #remembered(number, make) {
    if (!this.#borrowed.has(number)) {
      const made = make();
      this.#borrowed.set(number, made);
      this.#numbers.set(made, number);
    }
    return this.#borrowed.get(number);
  }

  #prototypeOf(type, otherwise) {
    if (type === null) return otherwise;
    return typeof type === 'string' ? builtInError(type).prototype : this.#handle(type).prototype;
  }

  #error([, number, name, message, type, more], inner) {
    return this.#remembered(number, () => {
      // What this harness itself looks up on an error, the program has no say in.
      const { '(place)': place = [this.#solution[0], null], stack: _stack, matcherResult: _result, ...own } = inner(more);
      const error = Object.assign(new Error(message), own, { message, [ELSEWHERE]: { file: String(place[0]), line: place[1] } });
      Object.setPrototypeOf(error, this.#prototypeOf(type, Error.prototype));
      if (error.name !== name) Object.defineProperty(error, 'name', { value: name, enumerable: false, configurable: true });
      return error;
    });
  }

  #handle([, number, kind, type]) {
    const made = this.#madeHandle(number, kind === 'm' ? 'f' : kind, type);
    if (kind === 'm') this.#classMethods.add(made);
    return made;
  }

  #madeHandle(number, kind, type) {
    return this.#remembered(number, () => new Proxy(this.#target(kind, type), {
      get: (target, name) => this.#read(target, name, number, kind, type),
      set: (_target, name, value) => this.#written(number, name, value),
      apply: (_target, self, given) => this.#asked({ op: 'call', on: number, self: this.#selfOf(self) }, given),
      construct: (_target, given) => this.#asked({ op: 'new', on: number }, given),
      ownKeys: (target) => (kind === 'f' ? Reflect.ownKeys(target) : Object.keys(this.#fieldsOf(number))),
      getOwnPropertyDescriptor: (target, name) => Reflect.getOwnPropertyDescriptor(kind === 'f' ? target : this.#fieldsOf(number), name),
      has: (target, name) => (kind !== 'f' && Object.hasOwn(this.#fieldsOf(number), name)) || Reflect.has(target, name),
      defineProperty: () => false, deleteProperty: () => false, setPrototypeOf: () => false,
    }));
  }

  // Its prototype says of which class an object is; to be compared and shown, it has the values that it holds.
  #target(kind, type) {
    if (kind !== 'f') return Object.create(this.#prototypeOf(type, Object.prototype));
    function target() {}
    if (type !== null) Object.setPrototypeOf(target.prototype, this.#prototypeOf(type, Object.prototype));
    return target;
  }

  #fieldsOf(number) {
    if (!this.#fields.has(number)) this.#fields.set(number, this.#asked({ op: 'fields', on: number }));
    return this.#fields.get(number);
  }

  #selfOf(self) {
    const number = (typeof self === 'object' && self !== null) || typeof self === 'function' ? this.#numbers.get(self) : undefined;
    return number === undefined ? ['u'] : ['y', number];
  }

  #read(target, name, number, kind, type) {
    if (name === Symbol.iterator && kind === 'g') return () => this.#iterated(number);
    if (typeof name === 'symbol' || isOurs(name) || (kind === 'f' && name in target)) return Reflect.get(target, name);
    if (this.#methods.has(`${type?.[1]} ${name}`)) return (...given) => this.#asked({ op: 'method', on: number, name }, given);
    if (this.#words.has(name)) return this.#member(number, name, type);
    const fields = kind === 'f' ? {} : this.#fieldsOf(number);
    return Object.hasOwn(fields, name) ? fields[name] : Reflect.get(target, name);
  }

  #member(number, name, type) {
    const found = this.#asked({ op: 'get', on: number, name });
    // What the class gives to all its objects is asked for once.
    if (Array.isArray(type) && this.#classMethods.has(found)) this.#methods.add(`${type[1]} ${name}`);
    return found;
  }

  #written(number, name, value) {
    if (typeof name === 'symbol' || !this.#words.has(name)) return false;
    this.#asked({ op: 'set', on: number, name }, [value]);
    return true;
  }

  * #iterated(number) {
    const iterator = this.#asked({ op: 'iterate', on: number });
    for (;;) {
      const [done, value] = this.#asked({ op: 'next', on: iterator });
      if (done) return;
      yield value;
    }
  }

  #promise(number) {
    return this.#remembered(number, () => new Promise((resolve, reject) => {
      this.#promises.set(number, { resolve, reject });
      this.#pump();
    }));
  }

  // While promises of the program are open, its jail is let run, a little at a time.
  #pump() {
    if (this.#pumping) return;
    this.#pumping = true;
    const again = () => {
      const [idle, settled] = this.#waited();
      for (const one of settled) this.#settle(one);
      this.#pumping = this.#promises.size > 0;
      if (!this.#pumping) return;
      const timer = setTimeout(again, settled.length > 0 ? 0 : AGAIN_MILLISECONDS);
      // Then only the tests themselves can still bring something about.
      if (idle) timer.unref();
    };
    setImmediate(again);
  }

  #waited() {
    try {
      return this.#asked({ op: 'wait' });
    } catch (error) {
      for (const { reject } of this.#promises.values()) reject(error);
      this.#promises.clear();
      return [true, []];
    }
  }

  #settle([number, failed, value]) {
    const open = this.#promises.get(number);
    this.#promises.delete(number);
    if (open) (failed ? open.reject : open.resolve)(value);
  }
}

// Names by which a thing is asked to act, to compare or to show itself: the program has no say in that.
function isOurs(name) {
  return isActing(name) || name === 'constructor' || name === 'nodeType';
}

// The names and values of an answer to `load`, or null: its jail may say anything.
function exportsIn(value) {
  if (!Array.isArray(value) || value[0] !== 'o' || value.length % 2 === 0) return null;
  const exported = pairs(value.slice(1));
  const isOne = ([name, part]) => typeof name === 'string' && Array.isArray(part) && part[0] === 'a' && part.length === 2;
  if (!exported.every(isOne)) return null;
  // The exports as a whole may be compared, or waited for.
  return exported.filter(([name]) => !isActing(name)).map(([name, [, wire]]) => [name, wire]);
}

// What the program did to a list or the like that it was given is done to the tests' own.
function replaceContent(own, now) {
  if (!wasCopied(own)) return;
  if (Array.isArray(own)) own.splice(0, own.length, ...now);
  else if (own instanceof Map || own instanceof Set) {
    own.clear();
    for (const part of now) own instanceof Map ? own.set(...part) : own.add(part);
  } else {
    for (const key of Object.keys(own)) delete own[key];
    Object.assign(own, now);
  }
}

function wasCopied(own) {
  if (Array.isArray(own) || own instanceof Map || own instanceof Set) return true;
  return typeof own === 'object' && own !== null && [Object.prototype, null].includes(Object.getPrototypeOf(own));
}
