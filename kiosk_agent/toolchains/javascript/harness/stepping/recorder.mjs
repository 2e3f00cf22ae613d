// Records a program while it runs: each line that is about to run, who called whom, and what the names hold by then.
// V8's own debugger stops it at each place: its text stays as it is, and so do its lines and its errors.

import { Session } from 'node:inspector';

import { Known } from './known.mjs';
import { Text } from './places.mjs';
import { quoted, shown } from './shown.mjs';

const BYTES = 512 * 1024;
const CALLS = 100;
const STOPS_FOR_A_STEP = 10;
const PRINTED_CHARACTERS = 1000;
const ROOT = 'file:///';
const NAMELESS = '=>';
const HOLDERS = { __proto__: null, local: 'call', block: 'call', catch: 'call', eval: 'call', closure: 'around', module: 'file' };
const TAKE = 'function take(...things) { this(things); }';
const SINK = '__outset_taken';

// That a step has no value.
const NOTHING = Symbol('nothing');

const { assign, is } = Object;
const { apply } = Reflect;
const { slice } = String.prototype;

export class Recorder {
  #texts = { __proto__: null };
  #to;
  #session = new Session();
  #scripts = { __proto__: null };
  #sink = null;
  #taken = null;
  #stops = 0;
  #steps = 0;
  #bytes = 0;
  #known = new Known();
  #thrown = null;
  #isOver = false;

  // `to` has say(text), which sends a line of JSON and returns its bytes; heard(), what was printed since; leave().
  constructor(files, mostSteps, to) {
    for (const file of Object.keys(files)) this.#texts[file] = new Text(files[file]);
    this.mostSteps = mostSteps;
    this.#to = to;
  }

  start() {
    const session = this.#session;
    session.connect();
    session.on('Debugger.scriptParsed', ({ params }) => this.#parsed(params));
    session.on('Debugger.paused', ({ params }) => this.#looked(params));
    globalThis[SINK] = (things) => { this.#taken = things; };
    session.post('Runtime.evaluate', { expression: SINK }, (_, { result }) => { this.#sink = result.objectId; });
    delete globalThis[SINK];
    session.post('Debugger.enable');
    session.post('Debugger.setPauseOnExceptions', { state: 'all' });
  }

  end(how) {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#to.say(`{"kind":"recorded","how":"${how}","printed":${quoted(this.#to.heard(), PRINTED_CHARACTERS)}}`);
  }

  #parsed({ scriptId, url }) {
    const file = apply(slice, url, [ROOT.length]);
    // What is asked of V8 is a script to it, too, without an address.
    if (this.#texts[file] === undefined || url !== `${ROOT}${file}`) return;
    this.#scripts[scriptId] = file;
    const start = { scriptId, lineNumber: 0, columnNumber: 0 };
    this.#session.post('Debugger.getPossibleBreakpoints', { start }, (error, found) => {
      if (error) return;
      for (const { lineNumber, columnNumber } of this.#texts[file].chosen(found.locations)) {
        this.#session.post('Debugger.setBreakpoint', { location: { scriptId, lineNumber, columnNumber } });
      }
    });
  }

  // Near the end of the stack a look may fail; it is left out, and the next one says all of the calls again.
  #looked(stop) {
    try {
      this.#stopped(stop);
    } catch {
      this.#known.forget();
    }
  }

  #stopped({ callFrames, reason, data }) {
    this.#stops += 1;
    const top = callFrames[0];
    const file = this.#scripts[top?.location.scriptId];
    if (this.#isOver || file === undefined || isMaking(top)) return;
    if (this.#stops > this.mostSteps * STOPS_FOR_A_STEP) this.#leave('steps');
    const calls = { __proto__: null, length: 0 };
    for (let index = callFrames.length - 1; index >= 0; index -= 1) {
      const frame = callFrames[index];
      if (this.#scripts[frame.location.scriptId] === undefined || isMaking(frame)) continue;
      calls[calls.length] = { mark: markOf(frame), name: isOfFile(frame) ? '' : frame.functionName || NAMELESS };
      calls.length += 1;
    }
    if (calls.length > CALLS) this.#leave('calls');
    const isThrown = reason === 'exception' || reason === 'promiseRejection';
    this.#step({ top, file, calls, thrown: isThrown ? data : null });
  }

  #step({ top, file, calls, thrown }) {
    const values = this.#valuesAt(top, thrown);
    const { lineNumber, columnNumber } = top.location;
    const text = this.#texts[file];
    const isReturn = thrown === null && top.returnValue !== undefined;
    let moment = 'line';
    if (thrown !== null) {
      if (this.#thrown !== null && is(this.#thrown.value, values.extra)) return;
      this.#thrown = { value: values.extra };
      moment = 'thrown';
    } else if (this.#thrown !== null && text.catchesAt(top.location)) {
      this.#thrown = null;
      moment = 'caught';
    } else if (!isReturn && !text.passesAt(top.location)) {
      // An empty catch, at which there is no stop, has it: the same value may be thrown again.
      this.#thrown = null;
    }
    const { kept, entered, innermost } = this.#known.follow(calls);
    const said = this.#known.differences(file, values.held, (name) => !text.isGiven(name, top.functionLocation));
    // A file ends where its last line was run, not below.
    const line = isReturn && isOfFile(top) && innermost.line >= 0 ? innermost.line : lineNumber;
    const place = `"file":${quoted(file, 200)},"line":${line + 1}`;
    const isHere = innermost.line === lineNumber;
    // Further on in the line that it is in already, with nothing new.
    const goesOn = isHere && innermost.column < columnNumber && said === '' && moment === 'line';
    const isSilent = goesOn || (isReturn && (isHere || isOfFile(top) || text.endsAt(top.location)));
    const begin = `${place},"kept":${kept}${entered}${said}`;
    if (!isSilent) this.#tell(begin, moment, moment === 'thrown' ? values.extra : NOTHING);
    const returned = isOfFile(top) ? NOTHING : values.extra;
    if (isReturn) this.#tell(isSilent ? begin : `${place},"kept":${calls.length}`, 'returned', returned);
    assign(innermost, { line: lineNumber, column: columnNumber });
    if (isReturn) this.#known.leave();
  }

  #tell(content, moment, value) {
    if (this.#steps >= this.mostSteps) this.#leave('steps');
    if (this.#bytes >= BYTES) this.#leave('size');
    const printed = this.#to.heard();
    const more = `${printed === '' ? '' : `,"printed":${quoted(printed, PRINTED_CHARACTERS)}`}`
      + `${value === NOTHING ? '' : `,"value":${shown(value)}`}`;
    this.#steps += 1;
    this.#bytes += this.#to.say(`{"kind":"step","moment":"${moment}",${content}${more}}`);
  }

  #leave(how) {
    this.end(how);
    this.#to.leave();
  }

  // The names that can be seen there, by who has them, and what is returned or thrown.
  #valuesAt(frame, thrown) {
    const things = [];
    const holders = [];
    for (let index = 0; index < frame.scopeChain.length; index += 1) {
      const scope = frame.scopeChain[index];
      if (scope.type === 'global' || scope.type === 'script') break;
      things[things.length] = { objectId: scope.object.objectId };
      holders[holders.length] = isWhole(scope, frame) ? 'file' : HOLDERS[scope.type] ?? 'call';
    }
    const count = things.length;
    things[count] = isOfFile(frame) ? { value: undefined } : argument(frame.this);
    things[count + 1] = argument(thrown ?? frame.returnValue);
    const call = { objectId: this.#sink, functionDeclaration: TAKE, arguments: things, silent: true };
    this.#taken = null;
    this.#session.post('Runtime.callFunctionOn', call);
    const taken = this.#taken ?? [];
    const held = [];
    for (let index = 0; index < count; index += 1) {
      held[index] = { holder: holders[index], names: taken[index], isBlock: frame.scopeChain[index].type === 'block' };
    }
    const own = taken[count];
    if (typeof own === 'object' && own !== null && own !== globalThis) held[count] = { holder: 'call', names: { __proto__: null, this: own } };
    return { held, extra: taken[count + 1] };
  }
}

function argument(remote) {
  if (remote === undefined || remote === null) return { value: undefined };
  if (remote.objectId !== undefined) return { objectId: remote.objectId };
  if (remote.unserializableValue !== undefined) return { unserializableValue: remote.unserializableValue };
  return 'value' in remote ? { value: remote.value } : {};
}

function markOf({ functionName, functionLocation: at }) {
  return `${functionName} ${at?.scriptId}:${at?.lineNumber}:${at?.columnNumber}`;
}

function isOfFile({ functionName, functionLocation: at }) {
  return functionName === '' && at?.lineNumber === 0 && at.columnNumber === 0;
}

// V8's own calls that give an object or a class its fields; a learner's function may be called "<", as in a table.
function isMaking({ functionName }) {
  return functionName === '<instance_members_initializer>' || functionName === '<static_initializer>';
}

// A file that is no module is a function to V8.
function isWhole(scope, frame) {
  if (scope.type === 'local') return isOfFile(frame);
  return scope.type === 'closure' && scope.startLocation?.lineNumber === 0 && scope.startLocation.columnNumber === 0;
}
