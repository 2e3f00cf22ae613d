// The way out for results: one JSON object a line on a pipe of its own, each behind the nonce of this run.
// Learner code shares this process, so what it needs later is kept here before that code is loaded.

import fs from 'node:fs';
import { Writable } from 'node:stream';

const MESSAGE_CHARACTERS = 2000;
const OUTPUT_CHARACTERS = 500;
// Bound here, not looked up again: an import of a built-in module would change with it.
const { writeSync } = fs;
const { stringify } = JSON;
const { wait } = Atomics;
const { isArray } = Array;
const { isSafeInteger } = Number;
const { keys } = Object;
const pause = new Int32Array(new SharedArrayBuffer(4));
const bytes = Buffer.from;
const { toString } = Buffer.prototype;
const { toWellFormed } = String.prototype;
const { apply } = Reflect;
// Debian 12's node has no word for it, and UTF-8 no half characters.
const wellFormed = (text) => (toWellFormed ? apply(toWellFormed, text, []) : apply(toString, bytes(text, 'utf8'), ['utf8']));
const encoded = (text) => bytes(text, 'utf8');

// Also without the half characters that no reader of JSON has to take.
function cut(whole, characters) {
  const text = wellFormed(whole);
  return text.length <= characters ? text : `${text.slice(0, characters - 1)}…`;
}

function writeWhole(descriptor, content) {
  for (let sent = 0; sent < content.length; ) {
    try {
      sent += writeSync(descriptor, content, sent);
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
      wait(pause, 0, 0, 1); // the pipe is full: a millisecond, then again
    }
  }
}

// JSON without a look at any toJSON: of strings and numbers there is none.
function json(value) {
  if (isArray(value)) {
    let text = '';
    for (let index = 0; index < value.length; index += 1) text += `${index === 0 ? '' : ','}${json(value[index])}`;
    return `[${text}]`;
  }
  if (typeof value !== 'object' || value === null) return stringify(value) ?? 'null';
  let text = '';
  const names = keys(value);
  for (let index = 0; index < names.length; index += 1) {
    text += `${index === 0 ? '' : ','}${stringify(names[index])}:${json(value[names[index]])}`;
  }
  return `{${text}}`;
}

export class Reporter {
  #descriptor;
  #nonce = '-';
  #heard = '';
  #muted = false;

  // Without a `descriptor` it makes each line and sends none: so the harness warms up.
  constructor(descriptor = null) {
    this.#descriptor = descriptor;
  }

  // Has what is printed come by here, where it can be heard.
  listen() {
    for (const [name, descriptor] of [['stdout', 1], ['stderr', 2]]) {
      Object.defineProperty(process, name, { value: this.#stream(descriptor), configurable: true });
    }
  }

  ready(facts) {
    this.#send({ kind: 'ready', ...facts });
  }

  begin(nonce) {
    this.#nonce = nonce;
  }

  // Of a split run: a question to the other jail, or an answer.
  say(content) {
    this.#send(content);
  }

  // What the program printed in the other jail.
  hear(text) {
    if (this.#heard.length < OUTPUT_CHARACTERS * 2) this.#heard += text;
  }

  // The program has arrived: what goes wrong from here on is its own.
  begun() {
    this.#send({ kind: 'begun' });
  }

  // Which tests there are, before the program is let in, and where that can go on and on, and where it ends itself: each
  // { file, line, cause }, or null.
  announced({ names, isComplete }, suspect = null, leaver = null) {
    this.#send({ kind: 'announced', names, is_complete: isComplete, suspect, leaver });
  }

  // Whether what is printed now is wanted.
  mute(muted) {
    this.#muted = muted;
  }

  collected(names) {
    this.#send({ kind: 'collected', names });
  }

  startedTest() {
    this.#heard = '';
  }

  // What the program printed since the last test began.
  takeOutput() {
    const heard = this.#heard;
    this.#heard = '';
    return cut(heard, OUTPUT_CHARACTERS);
  }

  // As much of it as is remembered.
  takePrinted() {
    const heard = this.#heard;
    this.#heard = '';
    return heard;
  }

  // A step of a recorded program, in JSON already. Returns its bytes.
  step(text) {
    return this.#sendText(text);
  }

  test(result) {
    const message = result.message === undefined ? null : cut(result.message, MESSAGE_CHARACTERS);
    const testCode = cut(result.testCode ?? '', MESSAGE_CHARACTERS);
    const { file = null, line = null } = result.place ?? {};
    // Of a place in the other jail, the program says the line.
    const number = isSafeInteger(line) ? line : null;
    const { name, status, output, cause = null, compared = null } = result;
    this.#send({ kind: 'test', name, status, message, output, test_code: testCode, file, line: number, compared, cause });
  }

  broken(breakage) {
    const { stage, message, file, line, cause } = breakage;
    this.#send({ kind: 'broken', stage, message: cut(message, MESSAGE_CHARACTERS), file, line, cause });
  }

  ended(exitCode) {
    this.#send({ kind: 'ended', exit_code: exitCode });
  }

  // Node's own streams keep back what does not fit the pipe, and lose it when the process ends at once.
  #stream(descriptor) {
    const write = (chunk, _encoding, done) => {
      if (this.#muted) return done();
      if (this.#heard.length < OUTPUT_CHARACTERS * 2) this.#heard += String(chunk).slice(0, OUTPUT_CHARACTERS * 2);
      writeWhole(descriptor, chunk);
      return done();
    };
    return Object.assign(new Writable({ write, decodeStrings: true }), { fd: descriptor });
  }

  #send(content) {
    this.#sendText(json(content));
  }

  #sendText(text) {
    const line = encoded(`\n${this.#nonce} ${text}\n`);
    if (this.#descriptor !== null) writeWhole(this.#descriptor, line);
    return line.length;
  }
}
