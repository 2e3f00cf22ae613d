// Which tests there are, found before any line of the program is let in: the test files are run once in a world of their
// own, where something that takes everything stands in for the program. They declare their tests, and none is run.

import vm from 'node:vm';

import { breakageOf } from './breakage.mjs';
import { MemoryLoader } from './loader.mjs';
import { matchersOfNow } from './locks.mjs';
import { Suite } from './suite.mjs';

const WORDS = /[A-Za-z_$][\w$]*/g;
// In a test's name: it hangs on the program.
const FROM_PROGRAM = '\u{fffe}';
// More than any table needs: a loop that asks a stand-in when to end never ends.
const MOST_QUESTIONS = 100_000;

// A world with Node's own names in it; some milliseconds, so it is made ahead.
export function emptyWorld() {
  const world = vm.createContext({});
  const inside = vm.runInContext('globalThis', world);
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (name in inside) continue;
    // Looked up only when it is asked for: some of Node's load a whole library.
    const set = (value) => Object.defineProperty(inside, name, { value, writable: true, configurable: true });
    Object.defineProperty(inside, name, { get: () => globalThis[name], set, configurable: true });
  }
  Object.defineProperty(inside, 'global', { value: inside, writable: true, configurable: true });
  return world;
}

// Returns { announced }, or { breakage } of the tests' files by themselves. `jest` is what jestLibraries gave.
export async function rehearsed(handIn, jest, world) {
  const mocker = jest.newMocker();
  const rehearsal = new Rehearsal(handIn);
  const withoutAdded = matchersOfNow(jest.expect);
  try {
    const announced = await rehearsal.announced(new Suite(null, jest.words(mocker, null), handIn.files), world);
    return { announced };
  } catch (error) {
    return { breakage: breakageOf(error, rehearsal.loader) };
  } finally {
    mocker.restoreAllMocks();
    withoutAdded();
  }
}

class Rehearsal {
  #files;
  #tests;
  #solution;
  #words;
  #questions = 0;
  // It is null until the tests' files have been read.
  loader = null;

  constructor({ files, tests, solution }) {
    this.#files = files;
    this.#tests = tests;
    this.#solution = solution;
    const others = Object.keys(files).filter((file) => !solution.includes(file));
    // A thing with a `then` would be waited for.
    this.#words = [...new Set(others.flatMap((file) => files[file].match(WORDS) ?? []))].filter((word) => word !== 'then');
  }

  // Returns { names, isComplete }: the latter is false when names or their number hang on the program. Throws what the
  // tests' files throw by themselves, which no program is to blame for.
  async announced(suite, world) {
    const globals = suite.globals();
    Object.assign(vm.runInContext('globalThis', world), globals);
    this.loader = new MemoryLoader(this.#files, globals, { elsewhere: this.#elsewhere(), world });
    try {
      for (const path of this.#tests) await this.loader.load(path);
    } catch (error) {
      if (this.#questions === 0) throw error;
      return { names: [], isComplete: false };
    }
    const names = suite.names().filter((name) => !name.includes(FROM_PROGRAM));
    return { names, isComplete: this.#questions === 0 };
  }

  #elsewhere() {
    return {
      has: (file) => this.#solution.includes(file),
      names: () => this.#words,
      // What the program exports may be had; whatever is done with it is a question.
      load: () => this.#standIn({ get: (_target, name) => (typeof name === 'symbol' || name === 'then' ? undefined : this.#standIn()) }),
    };
  }

  #standIn(more = {}) {
    const asked = (answer) => (...given) => {
      this.#questions += 1;
      if (this.#questions > MOST_QUESTIONS) throw new Error('too many questions to a program that is not there');
      return answer(...given);
    };
    const another = asked(() => this.#standIn());
    return new Proxy(function standIn() {}, {
      get: asked((target, name) => this.#member(target, name)),
      has: asked(() => true),
      ownKeys: asked((target) => Reflect.ownKeys(target)),
      set: asked(() => true),
      apply: another,
      construct: another,
      ...more,
    });
  }

  #member(target, name) {
    if (name === Symbol.toPrimitive) return () => FROM_PROGRAM;
    if (name === Symbol.iterator) return () => [][Symbol.iterator]();
    if (name === 'toString' || name === 'name') return name === 'name' ? FROM_PROGRAM : () => FROM_PROGRAM;
    return typeof name === 'symbol' || name === 'then' || name === 'prototype' ? target[name] : this.#standIn();
  }
}
