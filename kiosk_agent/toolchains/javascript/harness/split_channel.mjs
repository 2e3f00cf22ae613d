// The wire between the two jails of a split run. One of the two sides runs at a time: whoever asks waits for the answer,
// and serves what it is asked meanwhile (a function of the tests that the program calls). So a call is a call: it blocks.

import { readSync } from 'node:fs';

import { CannotCross, decode, Encoder } from './split_values.mjs';

const LENGTH_BYTES = 4;
// Kept here: a program may put something else in the place of `process`.
const leave = process.reallyExit.bind(process);

export function readExactly(length) {
  const buffer = Buffer.alloc(length);
  for (let filled = 0; filled < length; ) {
    const count = readSync(0, buffer, filled, length - filled, null);
    if (count === 0) leave(0); // nothing is to come: the jail is not needed any more
    filled += count;
  }
  return buffer;
}

export function readMessage() {
  return JSON.parse(readExactly(readExactly(LENGTH_BYTES).readUInt32BE(0)).toString('utf8'));
}

// What one side gave out by number, so that it is known again when it comes back.
export class Lent {
  #objects = [];
  #numbers = new Map();

  numberOf(object) {
    if (!this.#numbers.has(object)) this.#numbers.set(object, this.#objects.push(object) - 1);
    return this.#numbers.get(object);
  }

  get(number) {
    if (!(number in this.#objects)) throw new CannotCross(`nothing was handed over by the number ${number}`);
    return this.#objects[number];
  }
}

export class Channel {
  #reporter;
  #serve;
  #lend;
  #borrowed;

  // `serve(ask)` returns an answer made by `value` or `thrown`; `lend` and `borrowed` are those of split_values.
  constructor(reporter, { serve, lend, borrowed }) {
    this.#reporter = reporter;
    this.#serve = serve;
    this.#lend = lend;
    this.#borrowed = borrowed;
  }

  encode(value) {
    return new Encoder(this.#lend).encode(value);
  }

  decode(wire) {
    return decode(wire, this.#borrowed);
  }

  // Returns the answer { outcome, value, heard, changed }. Throws nothing but what the serving of a question throws.
  ask({ op, on = -1, name = '', self = null, args = [] }) {
    this.#reporter.say({ kind: 'ask', op, on, name, self, args });
    for (;;) {
      const message = readMessage();
      if (message.kind === 'answer') return message;
      this.answer(this.#serve(message));
    }
  }

  answer({ outcome, value, changed = [] }) {
    this.#reporter.say({ kind: 'answer', outcome, value, changed, heard: this.#reporter.takeOutput() });
  }

  value(value, changed) {
    return { outcome: 'value', value: this.encode(value), changed };
  }

  thrown(error) {
    try {
      return error instanceof CannotCross ? this.refused(error) : { outcome: 'thrown', value: this.encode(error) };
    } catch (second) {
      return this.refused(second);
    }
  }

  refused(error) {
    return { outcome: 'refused', value: String(error?.message ?? 'a value that cannot be compared here') };
  }
}
