// The inside of a JavaScript jail: proves that it is one, waits for a program, runs it and reports.
// Usage: node --experimental-vm-modules worker.mjs NODE_MODULES RESULTS_DESCRIPTOR

import { createRequire } from 'node:module';

import { breakageOf } from './breakage.mjs';
import { MemoryLoader } from './loader.mjs';
import { lockIntrinsics, lockWords } from './locks.mjs';
import { proof } from './proof.mjs';
import { Reporter } from './reporter.mjs';
import { readMessage } from './split_channel.mjs';
import { SolutionSide } from './split_solution.mjs';
import { TestsSide } from './split_tests.mjs';
import { Suite } from './suite.mjs';

const [nodeModules, resultsDescriptor] = process.argv.splice(2);
process.argv.length = 1;

const requireLibrary = createRequire(`${nodeModules}/`);
// Loaded ahead, so that the learner does not wait for them.
const { expect } = requireLibrary('expect');
const { ModuleMocker } = requireLibrary('jest-mock');

const reporter = new Reporter(Number(resultsDescriptor));
const { reallyExit } = process;

function receive() {
  const handIn = readMessage();
  reporter.begin(handIn.nonce);
  reporter.begun();
  handIn.nonce = undefined;
  return handIn;
}

async function warmUp() {
  const quiet = { collected() {}, test() {}, startedTest() {}, takeOutput: () => '' };
  const suite = new Suite(quiet, expect, new ModuleMocker(globalThis), {});
  const loader = new MemoryLoader({ 'a.js': 'export const a = 1;', 'a.spec.js': WARM_UP }, suite.globals());
  await loader.load('a.spec.js');
  await suite.run();
}

const WARM_UP = `import { describe, test, expect } from '@jest/globals';
import { a } from './a';
describe('warm', () => {
  test('up', () => { expect(a).toEqual(1); expect([a]).toEqual([1]); expect(() => { throw new Error(); }).toThrow(Error); });
  test('down', () => { expect({ a }).toEqual({ a: 2 }); });
});`;

async function runTests(handIn) {
  const suite = new Suite(reporter, expect, new ModuleMocker(globalThis), handIn.files);
  const globals = suite.globals();
  const loader = new MemoryLoader(handIn.files, globals, elsewhere(handIn));
  if (handIn.role === undefined) {
    lockIntrinsics(expect);
    lockWords(globals);
  }
  suite.guardAgainstStrays();
  try {
    for (const path of handIn.tests) await loader.load(path);
  } catch (error) {
    return reporter.broken(breakageOf(error, loader));
  }
  await suite.run();
  return undefined;
}

// In a split run the solution is in another jail, and its files are here by name alone.
function elsewhere(handIn) {
  if (handIn.role !== 'tests') return null;
  const side = new TestsSide(reporter, handIn);
  return { has: (file) => handIn.solution.includes(file), load: (file) => side.load(file) };
}

async function runProgram(handIn) {
  const loader = new MemoryLoader(handIn.files, {});
  process.on('exit', (code) => reporter.ended(code));
  try {
    await loader.load(handIn.solution[0]);
  } catch (error) {
    const breakage = breakageOf(error, loader);
    process.stderr.write(`${breakage.place()}${breakage.message}\n`);
    reporter.broken(breakage);
    process.exitCode = 1;
  }
}

await warmUp();
// Whatever is asynchronous in warming up must be over before the jail says that it waits.
await new Promise(setImmediate);
reporter.ready({ proof: proof(), version: process.versions.node });
const handIn = receive();
if (handIn.role === 'solution') {
  await new SolutionSide(reporter, handIn.files).serve();
} else if (handIn.tests.length > 0) {
  await runTests(handIn);
  reporter.ended(0);
  reallyExit.call(process, 0);
} else {
  await runProgram(handIn);
}
