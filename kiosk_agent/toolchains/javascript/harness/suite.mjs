// Jest's way of writing tests, in the little that lessons need: collected first, run one after the other, reported.

import { describeError, placeOf, readable } from './breakage.mjs';
import { comparedLists, whyStopped, whyWrong } from './mistakes/causes.mjs';
import { Strays } from './strays.mjs';
import { nameOf, rows } from './titles.mjs';

// The cause of a failure is the id of an entry of plain words.
const NEVER_SETTLED = 'never-settled';
const PASSED_ALL_THE_SAME = 'This test is said to be failing, and it passed.';

class Group {
  constructor(name, parent) {
    this.parent = parent;
    this.path = parent === null ? [] : [...parent.path, name];
    this.entries = [];
    this.hooks = { beforeAll: [], beforeEach: [], afterEach: [], afterAll: [] };
    this.skipped = parent?.skipped ?? false;
    this.only = false;
  }
}

export class Suite {
  #reporter;
  #expect;
  #jest;
  #titled;
  #files = {};
  #solution = [];
  #root = new Group('', null);
  #group = this.#root;
  strays = new Strays();
  // Does something with the built-ins that the tests have replaced put back meanwhile.
  own = (act) => act();
  // The last test that ran, not yet told: what fails after its group is told of it.
  #held = null;

  // `words` are { expect, jest, titled }.
  constructor(reporter, { expect, jest, titled }) {
    this.#reporter = reporter;
    this.#expect = expect;
    this.#jest = jest;
    this.#titled = titled;
  }

  globals() {
    const test = this.#testWord({});
    const only = this.#testWord({ only: true });
    const skip = this.#testWord({ skipped: true });
    const failing = this.#testWord({ failing: true });
    const modes = { only, skip, failing };
    only.failing = this.#testWord({ only: true, failing: true });
    skip.failing = skip;
    Object.assign(failing, { only: only.failing, skip });
    Object.assign(test, modes, { todo: (name) => skip(name, () => {}), concurrent: Object.assign(this.#testWord({}), modes) });
    const describe = this.#describeWord({});
    Object.assign(describe, { only: this.#describeWord({ only: true }), skip: this.#describeWord({ skipped: true }) });
    // Exercism turns all tests but the first off by writing xtest: here they count from the start.
    const globals = { describe, xdescribe: describe, fdescribe: describe.only, test, it: test, xtest: test, xit: test, fit: only,
      expect: this.#expect, jest: this.#jest };
    for (const when of Object.keys(this.#root.hooks)) globals[when] = (hook) => { this.#group.hooks[when].push(hook); };
    return globals;
  }

  #testWord(options) {
    const add = (name, body, written = body) => {
      if (typeof body !== 'function') throw new TypeError(`the test '${nameOf(name)}' has no body`);
      this.#group.entries.push({ path: [...this.#group.path, nameOf(name)], body, written, group: this.#group, ...options });
    };
    const each = (...table) => (name, body) => rows(table).forEach((row, index) => {
      add(this.#titled(name, row, index), () => body(...row), body);
    });
    return Object.assign((name, body) => add(name, body), { each });
  }

  #describeWord({ only = false, skipped = false }) {
    const add = (name, body) => {
      const outer = this.#group;
      this.#group = new Group(nameOf(name), outer);
      this.#group.skipped ||= skipped;
      this.#group.only = only;
      outer.entries.push(this.#group);
      try {
        body();
      } finally {
        this.#group = outer;
      }
    };
    const each = (...table) => (name, body) => rows(table).forEach((row, index) => {
      add(this.#titled(name, row, index), () => body(...row));
    });
    return Object.assign(add, { each });
  }

  // Of the tests that are to be run, in order.
  names() {
    return this.#wanted(this.#root, !hasOnly(this.#root)).map((entry) => entry.path.join(' > '));
  }

  // `files` are those in which a failure may have its place, `solution` those of them that the learner writes.
  async run(files, solution = []) {
    this.#files = files;
    this.#solution = solution;
    const wanted = this.#wanted(this.#root, !hasOnly(this.#root));
    this.#reporter.collected(this.names());
    const plan = planOf(this.#root, new Set(wanted));
    if (plan !== null) await this.#runGroup(plan, null);
    this.#tellHeld();
  }

  // Where a test or a group is marked `only`, the others are left out; `marked` says whether the tests in `group` are in.
  #wanted(group, marked) {
    return group.entries.flatMap((entry) => {
      if (entry instanceof Group) return this.#wanted(entry, marked || (entry.only && !hasOnly(entry)));
      return entry.skipped || group.skipped || !(marked || entry.only) ? [] : [entry];
    });
  }

  // `outer` is what broke before a group around this one: { error }, or null.
  async #runGroup({ hooks, entries }, outer) {
    this.#tellHeld();
    const broken = outer ?? await this.#attempt(hooks.beforeAll);
    for (const each of entries) await (each.entry ? this.#runTest(each, broken) : this.#runGroup(each, broken));
    const failure = await this.#attempt(hooks.afterAll) ?? await this.strays.ofThisTurn();
    this.#held.failure ??= failure;
  }

  async #runTest({ entry, name, testCode, before, after }, broken) {
    this.#tellHeld();
    this.#reporter.startedTest();
    this.#expect.setState?.({ assertionCalls: 0, expectedAssertionsNumber: null, isExpectingAssertions: false });
    const failure = await this.strays.during(() => this.#failureOf(entry, before, after, broken));
    this.#held = { result: { name, output: this.own(() => this.#reporter.takeOutput()), testCode }, failure };
  }

  async #failureOf(entry, before, after, broken) {
    let failure = broken ?? this.strays.take() ?? await this.#attempt(before) ?? this.own(() => this.#assertionCountFailure());
    failure ??= await this.strays.ofThisTurn();
    if (entry.failing) failure = failure === null ? { error: new Error(PASSED_ALL_THE_SAME) } : null;
    return failure ?? await this.#attempt(after);
  }

  #assertionCountFailure() {
    const failures = this.#expect.extractExpectedAssertionsErrors?.() ?? [];
    return failures.length > 0 ? { error: failures[0].error } : null;
  }

  #tellHeld() {
    if (this.#held === null) return;
    const { result, failure } = this.#held;
    this.#held = null;
    this.own(() => this.#tell(result, failure));
  }

  #tell(result, failure) {
    if (failure === null) return this.#reporter.test({ ...result, status: 'pass' });
    const asserted = readable(failure.error, 'matcherResult') !== undefined || readable(failure.error, 'name') === 'AssertionError';
    const said = asserted ? readable(failure.error, 'message') : undefined;
    const message = typeof said === 'string' ? said : describeError(failure.error);
    const told = asserted ? this.#wrong(failure.error, result.testCode) : this.#stopped(failure.error, message);
    return this.#reporter.test({ ...result, status: asserted ? 'fail' : 'error', message, ...told });
  }

  #stopped(error, message) {
    const place = placeOf(error, this.#files);
    if (error !== null && error === this.strays.neverEnded) return { place, cause: { name: NEVER_SETTLED } };
    const file = place.file ?? this.#solution[0];
    const found = this.#solution.includes(file) ? whyStopped(this.#files[file], message, place.line) : null;
    return this.#told(found === null ? place.file : file, place.line, found);
  }

  #wrong(error, testCode) {
    const compared = readable(error, 'matcherResult');
    const values = { expected: readable(compared, 'expected'), received: readable(compared, 'actual') };
    const [file] = this.#solution;
    const found = compared === undefined ? null : whyWrong(this.#files[file], testCode, values);
    const hasLine = found?.line !== undefined;
    return { ...(found === null ? {} : this.#told(hasLine ? file : null, null, found)), compared: comparedLists(values) };
  }

  #told(file, line, found) {
    const cause = found?.name === undefined ? null : { name: found.name, facts: found.facts ?? {} };
    return { place: { file, line: found?.line ?? line }, cause };
  }

  // Runs functions in turn; returns null, or { error } of the first that fails.
  async #attempt(functions) {
    try {
      for (const body of functions) await this.#attemptOne(body);
      return null;
    } catch (error) {
      return { error };
    } finally {
      this.strays.fail = null;
    }
  }

  #attemptOne(body) {
    return new Promise((resolve, reject) => {
      this.strays.fail = reject;
      if (body.length > 0) body((error) => (error ? reject(error) : resolve()));
      else Promise.resolve(body()).then(resolve, reject);
    });
  }
}

// What is to be run of a group, with all that is known of it before the first test may put its own in a built-in's place:
// { hooks, entries } of plans and of { entry, name, testCode, before, after }; null when that is nothing.
function planOf(group, wanted) {
  const groups = [];
  for (let each = group; each !== null; each = each.parent) groups.push(each);
  const after = groups.flatMap(({ hooks }) => hooks.afterEach);
  const before = groups.reverse().flatMap(({ hooks }) => hooks.beforeEach);
  const entries = group.entries.map((entry) => {
    if (entry instanceof Group) return planOf(entry, wanted);
    if (!wanted.has(entry)) return null;
    return { entry, name: entry.path.join(' > '), testCode: codeOf(entry.written), before: [...before, entry.body], after };
  }).filter((each) => each !== null);
  return entries.length === 0 ? null : { hooks: group.hooks, entries };
}

function hasOnly(group) {
  return group.entries.some((entry) => entry.only || (entry instanceof Group && hasOnly(entry)));
}

// The body of a test as it was written, without the function around it.
function codeOf(body) {
  const text = Function.prototype.toString.call(body);
  const inner = /^[^{]*\{\n?([\s\S]*)\}$/.exec(text)?.[1] ?? text;
  const indent = /^[ \t]*/.exec(inner)[0];
  return inner.split('\n').map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line)).join('\n').trimEnd();
}
