// Which tests there are, found before any line of the program is let in: the test files are run once in a world of their
// own, where something that takes everything stands in for the program. They declare their tests, and none is run.

import vm from 'node:vm';

import { breakageOf } from './breakage.mjs';
import { MemoryLoader } from './loader.mjs';

const WORDS = /[A-Za-z_$][\w$]*/g;
// In a test's name: it hangs on the program.
const FROM_PROGRAM = '\u{fffe}';
// More than any table needs: a loop that asks a stand-in when to end never ends.
const MOST_QUESTIONS = 100_000;

// A world with Node's own names in it and the tests' words; some milliseconds, so it is made ahead.
export function emptyWorld(globals) {
  const world = vm.createContext({});
  const inside = vm.runInContext('globalThis', world);
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (name in inside) continue;
    // Looked up only when it is asked for: some of Node's load a whole library.
    const set = (value) => Object.defineProperty(inside, name, { value, writable: true, configurable: true });
    Object.defineProperty(inside, name, { get: () => globalThis[name], set, configurable: true });
  }
  Object.defineProperty(inside, 'global', { value: inside, writable: true, configurable: true });
  Object.assign(inside, globals);
  return world;
}

// Returns { announced }, or { breakage } of the tests' files by themselves. `stage` is what Words.stageFor gives, in `world`;
// `withoutAdded` what matchersOfNow gives.
export async function rehearsed(handIn, { stage, world, withoutAdded }) {
  const rehearsal = new Rehearsal(handIn);
  try {
    return { announced: await rehearsal.announced(stage, world) };
  } catch (error) {
    return { breakage: breakageOf(error, rehearsal.loader) };
  } finally {
    stage.mocker.restoreAllMocks();
    withoutAdded();
  }
}

class Rehearsal {
  #files;
  #tests;
  #solution;
  #words;
  #handler = this.#answers();
  #questions = 0;
  // It is null until the tests' files have been read.
  loader = null;

  constructor({ files, tests, solution }) {
    this.#files = files;
    this.#tests = tests;
    this.#solution = solution;
    const others = Object.keys(files).filter((file) => !solution.includes(file));
    // A thing with a `then` would be waited for.
    this.#words = [...new Set(others.flatMap((file) => importable(files[file])))].filter((word) => word !== 'then');
  }

  // Returns { names, isComplete }: the latter is false when names or their number hang on the program. Throws what the
  // tests' files throw by themselves, which no program is to blame for.
  async announced({ suite, globals }, world) {
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
    // What the program exports may be had; whatever is done with it is a question.
    const exported = this.#standIn();
    const get = (_target, name) => (typeof name === 'symbol' || name === 'then' ? undefined : exported);
    return {
      has: (file) => this.#solution.includes(file),
      names: () => this.#words,
      load: () => this.#standIn({ ...this.#handler, get }),
    };
  }

  #standIn(handler = this.#handler) {
    return new Proxy(function standIn() {}, handler);
  }

  #answers() {
    const asked = (answer) => (...given) => {
      this.#questions += 1;
      if (this.#questions > MOST_QUESTIONS) throw new Error('too many questions to a program that is not there');
      return answer(...given);
    };
    const another = asked(() => this.#standIn());
    return {
      get: asked((target, name) => this.#member(target, name)),
      has: asked(() => true),
      ownKeys: asked((target) => Reflect.ownKeys(target)),
      set: asked(() => true),
      apply: another,
      construct: another,
    };
  }

  #member(target, name) {
    if (name === Symbol.toPrimitive) return () => FROM_PROGRAM;
    if (name === Symbol.iterator) return () => [][Symbol.iterator]();
    if (name === 'toString' || name === 'name') return name === 'name' ? FROM_PROGRAM : () => FROM_PROGRAM;
    return typeof name === 'symbol' || name === 'then' || name === 'prototype' ? target[name] : this.#standIn();
  }
}

// The names that a file may import: they stand before its last `from`, unless it asks for all or asks while it runs.
function importable(source) {
  const end = source.lastIndexOf('from');
  const start = source.slice(0, Math.max(end, 0));
  const isWhole = start.includes('*') || source.includes('import', end);
  return (isWhole ? source : start).match(WORDS) ?? [];
}
