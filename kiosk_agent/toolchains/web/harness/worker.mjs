// The inside of a jail for pages: proves that it is one, waits for a page, reads it, opens it, runs its tests and reports.
// Usage: node --experimental-vm-modules worker.mjs NODE_MODULES RESULTS_DESCRIPTOR

import { createRequire } from 'node:module';

import { Breakage, breakageOf } from '../../javascript/harness/breakage.mjs';
import { MemoryLoader } from '../../javascript/harness/loader.mjs';
import { lockClasses, lockedWords, lockIntrinsics, lockMatchers, lockWords, matcherLocks, replacedBy,
  withOwn } from '../../javascript/harness/locks.mjs';
import { proof } from '../../javascript/harness/proof.mjs';
import { Reporter } from '../../javascript/harness/reporter.mjs';
import { readMessage } from '../../javascript/harness/split_channel.mjs';
import { Strays } from '../../javascript/harness/strays.mjs';
import { Suite } from '../../javascript/harness/suite.mjs';
import { timersFor, Words } from '../../javascript/harness/words.mjs';
import { completeLibrary } from './browser/elements.mjs';
import { CssReader } from './css.mjs';
import { inOrder } from './fault.mjs';
import { loadLibraries } from './libraries.mjs';
import { Page } from './page.mjs';

const [nodeModules, resultsDescriptor] = process.argv.splice(2);
process.argv.length = 1;
const { reallyExit } = process;

const requireLibrary = createRequire(`${nodeModules}/`);
const libraries = await loadLibraries(nodeModules);
completeLibrary(libraries, requireLibrary('color-name'));
const reporter = new Reporter(Number(resultsDescriptor));
const words = new Words(requireLibrary);
const locksOfMatchers = matcherLocks(words.expect);

// Every page is read, and every style sheet that the learner writes, whether or not a page asks for it. The first page, the
// learner's before one that came with the exercise, is the one that is opened.
class Exercise {
  constructor(files, solution, loader) {
    this.loader = loader;
    const pages = [...new Set([...solution, ...Object.keys(files)])].filter((file) => /\.html?$/i.test(file));
    this.pages = pages.map((file) => new Page(libraries, loader, file));
    this.sheets = solution.filter((file) => file.endsWith('.css'));
  }

  // Returns the Breakage that the first fault is, or null. The others are printed.
  check() {
    for (const page of this.pages) page.check();
    const read = this.sheets.map((file) => new CssReader(libraries, this.loader.files[file], file));
    for (const reader of read) reader.read();
    const all = new Map();
    for (const fault of [...this.pages.flatMap((page) => page.faults), ...inOrder(read.flatMap((reader) => reader.faults))]) {
      all.set(String(fault), fault);
    }
    const [first, ...others] = all.values();
    for (const other of others) process.stdout.write(`${other}\n`);
    return first === undefined ? null : new Breakage({ ...first, stage: 'compile' });
  }

  async open() {
    const [page] = this.pages;
    if (page === undefined) return null;
    const opened = page.open();
    shareNames(page);
    return opened;
  }

  // What tests can ask for by name, besides what every JavaScript test has.
  testGlobals() {
    const [page] = this.pages;
    return {
      rules: page?.styles.rules ?? [],
      styleOf: (element) => page.styles.of(element),
      warnings: (page?.warnings ?? []).map(String),
      openPage: () => this.open(),
    };
  }
}

// The names of the page's window are the tests' own, too: document, Event, getComputedStyle, localStorage and so on. They
// mean those of the window that is open. The tests' time and voice stay: those of the page end with it.
const OWN = new Set(['console', 'setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'queueMicrotask', 'structuredClone', 'performance']);
const shared = new Set();
let shown = null;

function shareNames(page) {
  shown = page;
  for (const name of page.window.names) {
    const existing = Object.getOwnPropertyDescriptor(globalThis, name);
    // The words of the tests stand already.
    if (!OWN.has(name) && !shared.has(name) && (!existing || existing.configurable)) share(name);
  }
  // Elements that have an id, too, where nothing else has the name.
  for (const name of page.window.ids) if (!(name in globalThis)) share(name);
}

function share(name) {
  shared.add(name);
  Object.defineProperty(globalThis, name, {
    get: () => shown.window.face[name],
    set: (value) => Object.defineProperty(globalThis, name, { value, writable: true, configurable: true }),
    configurable: true,
  });
}

async function runTests({ files, solution, tests }, to) {
  const { suite, globals, clock } = words.stageFor(to);
  clock.timers = timersFor(files, requireLibrary);
  Object.assign(globalThis, globals);
  const loader = new MemoryLoader(files, globals);
  const exercise = new Exercise(files, solution, loader);
  const breakage = exercise.check();
  if (breakage) return to.broken(breakage);
  const ofPages = exercise.testGlobals();
  Object.assign(globalThis, ofPages);
  let lockRest = () => {};
  if (to === reporter) {
    // Scripts of the page have a world of their own, and could reach this one.
    const free = replacedBy({ files, solution });
    lockIntrinsics(free);
    lockWords(lockedWords(globals));
    lockWords(lockedWords(ofPages));
    lockRest = lockMatchers(locksOfMatchers, free);
    suite.strays.watch();
    suite.own = withOwn(free);
  }
  const stopped = await exercise.open();
  if (stopped) return brokenByPage(stopped, to);
  try {
    for (const path of tests) await loader.load(path);
  } catch (error) {
    return brokenByPage(breakageOf(error, loader), to);
  }
  lockRest();
  await suite.run(files);
  return undefined;
}

// Tests, and scripts that came with the exercise, are run with the learner's page: what stops them while they run is what
// that page lacks. To announce tests, be it none, says that they are whole by themselves.
function brokenByPage(breakage, to) {
  if (breakage.stage === 'load') to.announced({ names: [], isComplete: false });
  return to.broken(breakage);
}

// A page alone: what is wrong with it, what could be better, and what its scripts print.
async function runPage({ files, solution }) {
  const exercise = new Exercise(files, solution, new MemoryLoader(files, {}));
  process.on('exit', (code) => reporter.ended(code));
  const breakage = exercise.check() ?? await exercise.open();
  for (const warning of exercise.testGlobals().warnings) process.stdout.write(`${warning}\n`);
  if (!breakage) return;
  reporter.broken(breakage);
  process.stderr.write(`${breakage.place()}${breakage.message}\n`);
  process.exitCode = 1;
}

// What pages and their tests do most, so that none of it is done for the first time while somebody waits.
const WARM_UP = {
  'index.html': '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>a</title><link rel="stylesheet" href="a.css">'
    + '<script src="a.js" defer></script></head>\n<body>\n<h1 id="b" class="c">d</h1><img src="e.png" alt="f">'
    + '<ul><li>g</li></ul><form><label>h <input value="1"></label><button type="button">i</button></form>'
    + '<p style="color: red">j</p><script>document.querySelector("p").textContent = "k";</script>\n</body></html>\n',
  'a.css': '.c { color: red; margin: 0 auto }\nh1 > a, li:first-child { color: red }',
  'a.js': `document.querySelector('button').addEventListener('click', () => {
    const item = document.createElement('li');
    item.innerHTML = '<b>l</b>';
    document.querySelector('ul').append(item);
    document.getElementById('b').textContent = document.querySelector('input').value;
  });`,
  'a.spec.js': `beforeEach(() => openPage());
  test('up', () => {
    document.querySelector('button').click();
    expect(document.querySelectorAll('li')).toHaveLength(2);
    expect(document.querySelector('#b').innerText).toBe('1');
    expect(getComputedStyle(document.querySelector('p')).color).toBe('rgb(255, 0, 0)');
    expect(styleOf(document.querySelector('h1')).color).toBe('red');
  });
  test('down', () => { expect({ a: 1 }).toEqual({ a: 2 }); });`,
};

async function warmUp() {
  await runTests({ files: WARM_UP, solution: ['index.html', 'a.css', 'a.js'], tests: ['a.spec.js'] }, new Reporter());
}

reporter.listen();
await warmUp();
lockClasses([Reporter, Suite, Strays, MemoryLoader]);
// Whatever is asynchronous in warming up must be over before the jail says that it waits.
await new Promise(setImmediate);
reporter.ready({ proof: proof(), version: process.versions.node });
const handIn = readMessage();
reporter.begin(handIn.nonce);
reporter.begun();
handIn.nonce = undefined;
if (handIn.tests.length > 0) {
  await runTests(handIn, reporter);
  reporter.ended(0);
  reallyExit.call(process, 0);
} else {
  await runPage(handIn);
}
