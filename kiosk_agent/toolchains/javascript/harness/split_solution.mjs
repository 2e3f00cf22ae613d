// The side of a split run that holds the learner's program and no test. It answers what the tests ask of it by name:
// load a file, call, construct, read and write a property. Nothing here is trusted by the other side but as values.

import { breakageOf, placeOf } from './breakage.mjs';
import { MemoryLoader } from './loader.mjs';
import { Channel, Lent, readMessage } from './split_channel.mjs';
import { builtInError, CannotCross, errorAncestor } from './split_values.mjs';

const TURN_MILLISECONDS = 20;

export class SolutionSide {
  #reporter;
  #loader;
  #lent = new Lent();
  #channel;
  // Functions of the tests by number, so that one that comes twice is the same.
  #callbacks = new Map();
  #numbersOfCallbacks = new Map();
  #settled = new Map();
  #stray = null;
  #idle = null;
  #wake = null;

  constructor(reporter, files) {
    this.#reporter = reporter;
    this.#loader = new MemoryLoader(files, {});
    this.#channel = new Channel(reporter, {
      serve: (ask) => this.#served(ask),
      lend: (object, inner) => this.#lend(object, inner),
      borrowed: (wire, inner) => this.#borrowed(wire, inner),
    });
  }

  async serve() {
    const stray = (error) => {
      this.#stray ??= { error };
      this.#wake?.();
    };
    process.on('uncaughtException', stray);
    process.on('unhandledRejection', stray);
    process.on('beforeExit', () => this.#idle?.());
    for (;;) {
      const ask = readMessage();
      // What became due while the tests ran comes first.
      await new Promise(setImmediate);
      const answer = await this.#answered(ask);
      if (answer === null) return;
      this.#channel.answer(this.#takeStray() ?? answer);
    }
  }

  #takeStray() {
    const stray = this.#stray;
    this.#stray = null;
    return stray === null ? null : this.#channel.thrown(stray.error);
  }

  async #answered(ask) {
    if (ask.op === 'wait') return this.#waited();
    if (ask.op !== 'load') return this.#served(ask);
    try {
      const { namespace } = await this.#loader.load(ask.name);
      return this.#exported(namespace);
    } catch (error) {
      this.#reporter.broken(breakageOf(error, this.#loader));
      return null;
    }
  }

  // Each value by itself: one that cannot cross must not hide the others.
  #exported(namespace) {
    const parts = Object.entries(namespace).flatMap(([name, value]) => {
      const { outcome, value: wire } = this.#valueOrRefusal(value);
      return [name, ['a', outcome === 'value' ? wire : ['z', wire]]];
    });
    return { outcome: 'value', value: ['o', ...parts] };
  }

  // The answer to all that can be said at once; also while the program itself waits for a function of the tests.
  #served(ask) {
    try {
      return this.#done(ask);
    } catch (error) {
      return this.#channel.thrown(error);
    }
  }

  #done({ op, on, name, self, args }) {
    if (op === 'wait') return this.#settledNow();
    const target = this.#lent.get(on);
    if (op === 'get') return this.#member(target, name);
    if (op === 'iterate') return this.#channel.value(this.#lent.numberOf(target[Symbol.iterator]()));
    if (op === 'fields') return this.#channel.value(dataOf(target));
    if (op === 'next') return this.#next(target);
    const given = args.map((wire) => this.#channel.decode(wire));
    if (op === 'set') {
      target[name] = given[0];
      return this.#channel.value(undefined);
    }
    const result = this.#result(op, target, name, this.#channel.decode(self), given);
    const same = given.findIndex((value) => value === result && typeof value === 'object' && value !== null);
    return { outcome: 'value', value: same < 0 ? this.#channel.encode(result) : ['k', same], changed: this.#changed(given, args) };
  }

  #result(op, target, name, self, given) {
    if (op === 'new') return Reflect.construct(target, given);
    return op === 'method' ? target[name](...given) : Reflect.apply(target, self, given);
  }

  // Whether a function is the object's own is told: what its class gives to all need be asked for only once.
  #member(target, name) {
    const answer = this.#channel.value(target[name]);
    const isOfClass = typeof target === 'object' && typeof target[name] === 'function' && !Object.hasOwn(target, name);
    if (isOfClass && answer.value[0] === 'h') answer.value[2] = 'm';
    return answer;
  }

  #next(iterator) {
    const { done, value } = iterator.next();
    return this.#channel.value([Boolean(done), value]);
  }

  // Which of the arguments the program has changed: lists and the like are the same ones to whoever handed them in.
  #changed(given, args) {
    return given.flatMap((value, index) => {
      if (!Array.isArray(args[index]) || !['a', 'o', 'm', 's'].includes(args[index][0])) return [];
      const now = this.#channel.encode(value);
      return JSON.stringify(now) === JSON.stringify(args[index]) ? [] : [[index, now]];
    });
  }

  // Waits until a promise that was handed over settles, or a little: the tests may have timers of their own.
  async #waited() {
    let idle = false;
    if (this.#settled.size === 0) {
      idle = await new Promise((resolve) => {
        this.#idle = () => resolve(true);
        this.#wake = () => resolve(false);
        setTimeout(this.#wake, TURN_MILLISECONDS).unref();
      });
      this.#idle = null;
      this.#wake = null;
    }
    return this.#settledNow(idle);
  }

  // Whether nothing is left that could settle a promise, and those that have settled: number, failed, value.
  #settledNow(idle = false) {
    const settled = [...this.#settled].map(([number, { failed, value }]) => ['a', number, failed, value]);
    this.#settled.clear();
    return { outcome: 'value', value: ['a', idle, ['a', ...settled]] };
  }

  #promised(promise) {
    const number = this.#lent.numberOf(promise);
    const settle = (failed) => (value) => {
      const { outcome, value: wire } = failed ? this.#channel.thrown(value) : this.#valueOrRefusal(value);
      this.#settled.set(number, { failed: outcome !== 'value', value: outcome === 'refused' ? ['z', wire] : wire });
      this.#wake?.();
    };
    promise.then(settle(false), settle(true));
    return ['p', number];
  }

  #valueOrRefusal(value) {
    try {
      return this.#channel.value(value);
    } catch (error) {
      return this.#channel.refused(error);
    }
  }

  #lend(object, inner) {
    if (this.#numbersOfCallbacks.has(object)) return ['y', this.#numbersOfCallbacks.get(object)];
    if (object instanceof Promise) return this.#promised(object);
    if (object instanceof Error) return this.#error(object, inner);
    if (typeof object === 'symbol') throw new CannotCross('a symbol cannot be compared here');
    const number = this.#lent.numberOf(object);
    if (typeof object === 'function') return ['h', number, 'f', this.#classOf(Object.getPrototypeOf(object))];
    const kind = typeof object[Symbol.iterator] === 'function' ? 'g' : 'o';
    return ['h', number, kind, this.#classOf(object.constructor)];
  }

  #error(error, inner) {
    const known = this.#numbersOfCallbacks.get(error);
    if (known !== undefined) return ['y', known];
    return ['e', this.#lent.numberOf(error), String(error.name), String(error.message), this.#classOf(error.constructor), inner(this.#moreOf(error))];
  }

  #moreOf(error) {
    const { file, line } = placeOf(error, this.#loader.files);
    return file === null ? dataOf(error) : { ...dataOf(error), '(place)': [file, line] };
  }

  // What `instanceof` is to say: a class of the program, the name of a built-in error, or nothing.
  #classOf(type) {
    if (typeof type !== 'function' || type === Function.prototype || type === Object) return null;
    const ancestor = errorAncestor(type);
    if (ancestor !== null && builtInError(ancestor) === type) return ancestor;
    // Node's own classes mean nothing on the other side.
    return Function.prototype.toString.call(type).includes('[native code]') ? null : this.#lend(type);
  }

  #borrowed([tag, number], _inner) {
    if (tag === 'y') return this.#lent.get(number);
    if (tag === 'h') return this.#callback(number);
    throw new CannotCross('the tests handed over something that cannot be used here');
  }

  #callback(number) {
    if (!this.#callbacks.has(number)) {
      const callback = (...args) => this.#askedBack(number, args);
      this.#callbacks.set(number, callback);
      this.#numbersOfCallbacks.set(callback, number);
    }
    return this.#callbacks.get(number);
  }

  #askedBack(number, args) {
    const { outcome, value } = this.#channel.ask({ op: 'call', on: number, args: args.map((arg) => this.#channel.encode(arg)) });
    if (outcome === 'refused') throw new CannotCross(value);
    if (outcome === 'value') return this.#channel.decode(value);
    throw this.#thrownBack(value);
  }

  // An error that a function of the tests threw goes home as the same one.
  #thrownBack(wire) {
    if (!Array.isArray(wire) || wire[0] !== 'e') return this.#channel.decode(wire);
    const [, number, name, message] = wire;
    const error = Object.assign(new (builtInError(name))(message), { name });
    this.#numbersOfCallbacks.set(error, number);
    return error;
  }
}

// What an object of a class holds, its functions left out.
function dataOf(object) {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => typeof value !== 'function'));
}
