// The inside of a JavaScript jail: proves that it is one, waits for a program, runs it and reports.
// Usage: node --experimental-vm-modules worker.mjs NODE_MODULES RESULTS_DESCRIPTOR

import { createRequire } from 'node:module';

import { breakageOf, lateBreakage, neverSettled } from './breakage.mjs';
import { MemoryLoader } from './loader.mjs';
import { lockClasses, lockedWords, lockIntrinsics, lockMatchers, lockWords, matcherLocks, matchersOfNow, rehearseLocks,
  replacedBy, withOwn } from './locks.mjs';
import { whyEndless, whyLeft } from './mistakes/causes.mjs';
import { proof } from './proof.mjs';
import { emptyWorld, rehearsed } from './rehearsal.mjs';
import { Reporter } from './reporter.mjs';
import { readMessage } from './split_channel.mjs';
import { Recorder } from './stepping/recorder.mjs';
import { SolutionSide } from './split_solution.mjs';
import { TestsSide } from './split_tests.mjs';
import { Strays } from './strays.mjs';
import { Suite } from './suite.mjs';
import { placeOfThrown } from './thrown_place.mjs';
import { timersFor, Words } from './words.mjs';

const [nodeModules, resultsDescriptor] = process.argv.splice(2);
process.argv.length = 1;

const requireLibrary = createRequire(`${nodeModules}/`);
// Kept here: tests may put a clock of their own in its place.
const { setImmediate, setTimeout } = globalThis;
const { now } = Date;
const { reallyExit } = process;

// All that hangs on no program is made ahead, so that the learner does not wait for it.
const reporter = new Reporter(Number(resultsDescriptor));
const words = new Words(requireLibrary);
const forRehearsal = words.stageFor(null);
const forRun = words.stageFor(reporter);
const world = emptyWorld(forRehearsal.globals);
const withoutAdded = matchersOfNow(words.expect);
const wordsLocked = lockedWords(forRun.globals);
const locksOfMatchers = matcherLocks(words.expect);

function receive() {
  const handIn = readMessage();
  reporter.begin(handIn.nonce);
  reporter.begun();
  handIn.nonce = undefined;
  return handIn;
}

// Node compiles what is used when it is used, and makes it fast when it was used more than once.
async function warmUp() {
  const quiet = new Reporter();
  for (let round = 0; round < WARM_UP_ROUNDS; round += 1) {
    rehearseLocks(WARM_UP);
    await runTests(WARM_UP, quiet, words.stageFor(null), words.stageFor(quiet));
  }
  await new MemoryLoader(IMPORT, forRehearsal.globals, { world }).load('a.js');
  await new MemoryLoader(IMPORT, forRun.globals).load('a.js');
}

// Makes the module of a stage's words.
const IMPORT = { 'a.js': "import '@jest/globals';" };

// Who waits for the jail is served sooner without.
const WARM_UP_ROUNDS = process.env.OUTSET_AWAITED === undefined ? 10 : 2;
const WARM_UP = {
  solution: ['a.js'],
  tests: ['a.spec.js'],
  files: {
    'a.js': 'export const a = 1;',
    'a.spec.js': `import { describe, test, expect } from '@jest/globals';
import { a } from './a';
describe('warm', () => {
  test('up', () => { expect(a).toEqual(1); expect([a]).toEqual([1]); expect(() => { throw new Error(); }).toThrow(Error); });
  test('down', () => { expect({ a }).toEqual({ a: 2 }); });
  test('one', () => { expect(a).toBe(2); });
});`,
  },
};

// Tells `to` what becomes of the tests, on the two stages that were made for them.
async function runTests(handIn, to, forRehearsal, forRun) {
  const { suite, globals, clock } = forRun;
  clock.timers = timersFor(handIn.files, requireLibrary);
  // What the tests print when they are only looked through, they print again.
  to.mute(true);
  const { announced, breakage } = await rehearsed(handIn, { stage: forRehearsal, world, withoutAdded });
  to.mute(false);
  if (breakage) return to.broken(breakage);
  to.announced(announced, foundIn(handIn, whyEndless), foundIn(handIn, whyLeft));
  const lockRest = to === reporter ? letIn(handIn, forRun) : () => {};
  const load = async (loader) => {
    for (const path of handIn.tests) await loader.load(path);
    // An error that nobody waited for is told now.
    const stray = await suite.strays.ofThisTurn();
    if (stray) throw stray.error;
  };
  const loaderOf = () => new MemoryLoader(handIn.files, globals, { elsewhere: elsewhere(handIn) });
  const loader = loaderOf();
  try {
    await suite.strays.during(() => load(loader));
  } catch (error) {
    const again = handIn.role === undefined ? () => load(loaderOf()) : null;
    return to.broken(await placed(breakageOf(error, loader), again, handIn.solution));
  }
  lockRest();
  await suite.run(handIn.files, handIn.solution);
  const late = to === reporter ? await suite.strays.late() : null;
  if (late !== null) to.broken(lateBreakage(late.error, loader));
  return undefined;
}

// What has no end, or ends itself, can say nothing about it.
function foundIn({ files, solution: [file] }, why) {
  const found = why(files[file]);
  return found === null ? null : { file, line: found.line, cause: { name: found.name, facts: found.facts ?? {} } };
}

// From here on a line of the program may run. Returns what locks the rest, once the tests are loaded.
function letIn(handIn, { suite, globals }) {
  const free = replacedBy(handIn);
  Object.assign(globalThis, globals);
  if (handIn.role === undefined) {
    lockIntrinsics(free);
    lockWords(wordsLocked);
  }
  suite.strays.watch(handIn.solution.map((path) => handIn.files[path] ?? ''));
  suite.own = withOwn(free);
  return lockMatchers(locksOfMatchers, free);
}

// With the place in the program, found by running it once more where its error does not tell it.
async function placed(breakage, again, own) {
  if (breakage.stage !== 'load' || own.includes(breakage.file) || again === null) return breakage;
  const kept = process.listeners('exit');
  reporter.mute(true);
  Object.assign(breakage, await placeOfThrown(again, own));
  reporter.mute(false);
  // What it would say at its end, it would say twice.
  for (const listener of process.listeners('exit')) if (!kept.includes(listener)) process.off('exit', listener);
  return breakage;
}

// In a split run the solution is in another jail, and its files are here by name alone.
function elsewhere(handIn) {
  if (handIn.role !== 'tests') return null;
  const side = new TestsSide(reporter, handIn);
  return { has: (file) => handIn.solution.includes(file), load: (file) => side.load(file) };
}

// Returns what records a program, as it runs, and what to do when it is over.
function recorded({ files, steps }) {
  let isLeft = true;
  const leave = () => {
    reporter.ended(0);
    reallyExit.call(process, 0);
  };
  const to = { say: (text) => reporter.step(text), heard: () => reporter.takePrinted(), leave };
  const recorder = new Recorder(files, steps, to);
  process.once('beforeExit', () => { isLeft = false; });
  recorder.start();
  return () => recorder.end(isLeft ? 'left' : 'ended');
}

// A program alone. What it throws late, or rejects and nobody catches, is its error, too.
async function runProgram({ files, solution: [main] }, endRecording = null) {
  const loaderOf = () => new MemoryLoader(files, {});
  const loader = loaderOf();
  const begun = now();
  let isOver = false;
  let thrownAgain = null;
  const leave = (breakage) => {
    tell(breakage);
    process.exit(1);
  };
  const again = () => new Promise((resolve) => {
    thrownAgain = resolve;
    setTimeout(resolve, SOON_MILLISECONDS);
    loaderOf().load(main).catch(resolve);
  });
  const late = (error) => {
    if (thrownAgain !== null) return thrownAgain();
    const breakage = breakageOf(error, loader);
    const isTold = breakage.file !== null || endRecording !== null;
    if (isTold || now() - begun > SOON_MILLISECONDS) return leave(breakage);
    return placed(breakage, again, [main]).then(leave);
  };
  endLast((error) => tell(breakageOf(error, loader)), () => !isOver, endRecording ?? (() => {}));
  // A program that listens for them, too, has its own way.
  process.on('uncaughtException', (error) => {
    if (process.listenerCount('uncaughtException') === 1) late(error);
  });
  process.on('unhandledRejection', (error) => {
    if (process.listenerCount('unhandledRejection') > 1) return;
    if (process.listenerCount('uncaughtException') > 1) throw error;
    late(error);
  });
  try {
    await loader.load(main);
  } catch (error) {
    const more = endRecording === null ? () => loaderOf().load(main) : null;
    leave(await placed(breakageOf(error, loader), more, [main]));
  }
  isOver = true;
}

// After that no error's place is looked for by running the program once more.
const SOON_MILLISECONDS = 2000;
// What Node leaves with when a module waits for something that never comes.
const NEVER_SETTLED_CODE = 13;

function tell(breakage) {
  process.stderr.write(`${breakage.place()}${breakage.message}\n`);
  reporter.broken(breakage);
}

// The last word is said when all that the program does at its exit is done.
function endLast(failed, isWaiting, end) {
  const { emit } = process;
  process.emit = function emitted(...given) {
    if (given[0] !== 'exit') return Reflect.apply(emit, this, given);
    try {
      return Reflect.apply(emit, this, given);
    } catch (error) {
      process.exitCode = 1;
      return failed(error);
    } finally {
      const code = Number(process.exitCode ?? given[1] ?? 0);
      if (code === NEVER_SETTLED_CODE && isWaiting()) tell(neverSettled());
      end();
      reporter.ended(code);
    }
  };
}

reporter.listen();
await warmUp();
lockClasses([Reporter, Suite, Strays, MemoryLoader]);
// Whatever is asynchronous in warming up must be over before the jail says that it waits.
await new Promise(setImmediate);
reporter.ready({ proof: proof(), version: process.versions.node });
const handIn = receive();
if (handIn.role === 'solution') {
  await new SolutionSide(reporter, handIn.files).serve();
} else if (handIn.tests.length > 0) {
  await runTests(handIn, reporter, forRehearsal, forRun);
  reporter.ended(0);
  reallyExit.call(process, 0);
} else {
  await runProgram(handIn, handIn.role === 'steps' ? recorded(handIn) : null);
}
