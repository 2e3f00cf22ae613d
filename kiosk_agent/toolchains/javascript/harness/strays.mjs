// Errors that nobody caught, and what each belongs to: what runs, what comes next, or what was over when they came.

import { AsyncLocalStorage } from 'node:async_hooks';

const NEVER_ENDED = 'The test waited for something that never came.';
// Of a program that still waits for something when its tests are over: who has nothing to wait for ends at once.
const REST_MILLISECONDS = 250;
// Kept here: tests may put a clock of their own in its place, and the program what it likes.
const { setImmediate, setTimeout } = globalThis;
const { apply } = Reflect;
const { run, getStore } = AsyncLocalStorage.prototype;
const pending = process.getActiveResourcesInfo;

// What a program leaves something behind by. Of one without, there is nothing to be followed, which costs at each promise.
const LEAVING = /set(?:Timeout|Interval|Immediate)|nextTick|queueMicrotask|Promise|async|then|node:|require|import\b/;
// Node carries the number of a turn along to whatever that leaves behind.
const origin = new AsyncLocalStorage();
let turns = 0;

export class Strays {
  // The turn of what goes on.
  #turn = null;
  #isLoading = true;
  #isFollowed = false;
  // The jail's own pipes, which keep no program waiting.
  #own = 0;
  // Fails what runs now; null between the tests.
  fail = null;
  #waiting = null;
  #late = null;
  #rested = null;
  neverEnded = null;

  // `sources` are what the learner has written. Where none is given, what comes between two tests is the next one's.
  watch(sources = []) {
    this.#isFollowed = sources.some((source) => LEAVING.test(source));
    this.#own = pending().filter((each) => each === 'PipeWrap').length;
    process.on('uncaughtException', (error) => this.#came(error, this.#isLoading));
    process.on('unhandledRejection', (error) => this.#came(error, true));
    // A program that has nothing left to do.
    process.on('beforeExit', () => (this.#rested ? this.#rested() : this.#belongsHere(this.neverEnded = new Error(NEVER_ENDED))));
  }

  // `act` is a test, or the loading: what it leaves behind is its own as long as it goes on.
  async during(act) {
    turns += 1;
    const turn = turns;
    this.#turn = turn;
    try {
      return await (this.#isFollowed ? apply(run, origin, [turn, act]) : act());
    } finally {
      this.#turn = null;
      this.#isLoading = false;
    }
  }

  // What nobody waited for and nobody caught; Node tells it when it has nothing else to do at once.
  async ofThisTurn() {
    await new Promise(setImmediate);
    return this.take();
  }

  take() {
    const waiting = this.#waiting;
    this.#waiting = null;
    return waiting;
  }

  // The first that came when what it belongs to was over, as { error }; null when there is none. Waits a little for it.
  async late() {
    // Told by the loop itself this would take milliseconds more: V8's own threads are waited for then.
    if (this.#late === null && pending().length > this.#own) {
      await new Promise((resolve) => {
        this.#rested = resolve;
        setTimeout(resolve, REST_MILLISECONDS).unref();
      });
    }
    return this.#late;
  }

  // What is thrown at no promise comes at a time of its own, and is no matter of a test that is done.
  #came(error, isOfItsTurn) {
    const from = apply(getStore, origin, []);
    const isOver = this.#rested !== null || (from !== undefined && from !== this.#turn);
    if (!isOver && (this.fail !== null || isOfItsTurn || !this.#isFollowed)) return this.#belongsHere(error);
    this.#late ??= { error };
    return this.#rested?.();
  }

  #belongsHere(error) {
    if (this.fail !== null) this.fail(error);
    else this.#waiting ??= { error };
  }
}
