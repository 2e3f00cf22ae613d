// Jest's way of writing tests, in the little that lessons need: collected first, run one after the other, reported.

import { describeError, placeOf } from './breakage.mjs';

// The cause of a failure is the id of an entry of plain words.
const NEVER_SETTLED = 'never-settled';
const NEVER_ENDED = 'The test waited for something that never came.';

class Group {
  constructor(name, parent) {
    this.parent = parent;
    this.path = parent === null ? [] : [...parent.path, name];
    this.entries = [];
    this.hooks = { beforeAll: [], beforeEach: [], afterEach: [], afterAll: [] };
    this.skipped = parent?.skipped ?? false;
  }
}

export class Suite {
  #reporter;
  #expect;
  #mocker;
  #files;
  #root = new Group('', null);
  #group = this.#root;
  #fail = null;
  #onlyPresent = false;
  #neverEnded = null;

  constructor(reporter, expect, mocker, files) {
    this.#reporter = reporter;
    this.#expect = expect;
    this.#mocker = mocker;
    this.#files = files;
  }

  // An error outside of any promise, and a program that has nothing left to do, belong to the test that runs.
  guardAgainstStrays() {
    const stray = (error) => { if (this.#fail) this.#fail(error); };
    process.on('uncaughtException', stray);
    process.on('unhandledRejection', stray);
    process.on('beforeExit', () => stray(this.#neverEnded = new Error(NEVER_ENDED)));
  }

  globals() {
    const test = this.#testFunction();
    const describe = this.#describeFunction();
    const mocker = this.#mocker;
    const jest = {
      fn: mocker.fn.bind(mocker), spyOn: mocker.spyOn.bind(mocker), mocked: (value) => value,
      resetAllMocks: () => mocker.resetAllMocks(), clearAllMocks: () => mocker.clearAllMocks(),
      restoreAllMocks: () => mocker.restoreAllMocks(), mock: () => jest, setTimeout: () => jest,
    };
    // Exercism turns all tests but the first off by writing xtest: here they count from the start.
    const globals = { describe, xdescribe: describe, test, it: test, xtest: test, xit: test, expect: this.#expect, jest };
    for (const when of Object.keys(this.#root.hooks)) globals[when] = (hook) => { this.#group.hooks[when].push(hook); };
    Object.assign(globalThis, globals);
    return globals;
  }

  #testFunction() {
    const add = (options) => (name, body) => {
      if (options.only) this.#onlyPresent = true;
      this.#group.entries.push({ path: [...this.#group.path, String(name)], body, group: this.#group, ...options });
    };
    const each = (options) => (...table) => (name, body) => rows(table).forEach((row, index) => {
      add({ ...options, written: body })(titled(name, row, index), () => body(...row));
    });
    const test = Object.assign(add({}), { each: each({}) });
    test.only = Object.assign(add({ only: true }), { each: each({ only: true }) });
    test.skip = Object.assign(add({ skipped: true }), { each: each({ skipped: true }) });
    test.todo = (name) => add({ skipped: true })(name, () => {});
    test.concurrent = test;
    test.failing = test;
    return test;
  }

  #describeFunction() {
    const add = (skipped) => (name, body) => {
      const outer = this.#group;
      this.#group = new Group(String(name), outer);
      this.#group.skipped ||= skipped;
      outer.entries.push(this.#group);
      try {
        body();
      } finally {
        this.#group = outer;
      }
    };
    const each = (...table) => (name, body) => rows(table).forEach((row, index) => {
      add(false)(titled(name, row, index), () => body(...row));
    });
    return Object.assign(add(false), { each, only: add(false), skip: add(true) });
  }

  async run() {
    const wanted = this.#wanted(this.#root);
    this.#reporter.collected(wanted.map((entry) => entry.path.join(' > ')));
    await this.#runGroup(this.#root, new Set(wanted));
  }

  #wanted(group) {
    return group.entries.flatMap((entry) => {
      if (entry instanceof Group) return this.#wanted(entry);
      return entry.skipped || entry.group.skipped || (this.#onlyPresent && !entry.only) ? [] : [entry];
    });
  }

  async #runGroup(group, wanted) {
    const broken = await this.#attempt(group.hooks.beforeAll);
    for (const entry of group.entries) {
      if (entry instanceof Group) await this.#runGroup(entry, wanted);
      else if (wanted.has(entry)) await this.#runTest(entry, broken);
    }
    await this.#attempt(group.hooks.afterAll);
  }

  async #runTest(entry, broken) {
    const groups = [];
    for (let group = entry.group; group !== null; group = group.parent) groups.unshift(group);
    const before = groups.flatMap((group) => group.hooks.beforeEach);
    const after = groups.reverse().flatMap((group) => group.hooks.afterEach);
    this.#reporter.startedTest();
    this.#expect.setState?.({ assertionCalls: 0, expectedAssertionsNumber: null, isExpectingAssertions: false });
    let failure = broken ?? await this.#attempt([...before, entry.body]) ?? this.#assertionCountFailure();
    failure ??= await this.#attempt(after);
    this.#report(entry, failure);
  }

  #assertionCountFailure() {
    const failures = this.#expect.extractExpectedAssertionsErrors?.() ?? [];
    return failures.length > 0 ? { error: failures[0].error } : null;
  }

  #report(entry, failure) {
    const output = this.#reporter.takeOutput();
    const result = { name: entry.path.join(' > '), output, testCode: codeOf(entry.written ?? entry.body) };
    if (failure === null) return this.#reporter.test({ ...result, status: 'pass' });
    const asserted = failure.error?.matcherResult !== undefined || failure.error?.name === 'AssertionError';
    const place = asserted ? undefined : placeOf(failure.error, this.#files);
    const cause = failure.error !== null && failure.error === this.#neverEnded ? { name: NEVER_SETTLED } : null;
    const message = asserted ? String(failure.error.message) : describeError(failure.error);
    return this.#reporter.test({ ...result, status: asserted ? 'fail' : 'error', message, place, cause });
  }

  // Runs functions in turn; returns null, or { error } of the first that fails.
  async #attempt(functions) {
    try {
      for (const body of functions) await this.#attemptOne(body);
      return null;
    } catch (error) {
      return { error };
    } finally {
      this.#fail = null;
    }
  }

  #attemptOne(body) {
    return new Promise((resolve, reject) => {
      this.#fail = reject;
      if (body.length > 0) body((error) => (error ? reject(error) : resolve()));
      else Promise.resolve(body()).then(resolve, reject);
    });
  }
}

// The table of test.each: an array of rows, or a template literal whose first line names the columns.
function rows(table) {
  const [first, ...values] = table;
  if (!Array.isArray(first) || !first.raw) return first.map((row) => (Array.isArray(row) ? row : [row]));
  const names = first[0].split('|').map((name) => name.trim());
  return Array.from({ length: values.length / names.length }, (_, row) => [
    Object.fromEntries(names.map((name, column) => [name, values[row * names.length + column]])),
  ]);
}

function titled(name, row, index) {
  const values = [...row];
  const percent = String(name).replaceAll(/%[sdifjop#%]/g, (mark) => {
    if (mark === '%%') return '%';
    if (mark === '%#') return String(index);
    const value = values.shift();
    return mark === '%s' || typeof value === 'number' ? String(value) : JSON.stringify(value);
  });
  const fields = row.length === 1 && typeof row[0] === 'object' && row[0] !== null ? row[0] : {};
  return percent.replaceAll(/\$([\w.]+)/g, (mark, field) => {
    const value = field.split('.').reduce((held, key) => held?.[key], fields);
    if (value === undefined) return mark;
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}

// The body of a test as it was written, without the function around it.
function codeOf(body) {
  const text = Function.prototype.toString.call(body);
  const inner = /^[^{]*\{\n?([\s\S]*)\}$/.exec(text)?.[1] ?? text;
  const indent = /^[ \t]*/.exec(inner)[0];
  return inner.split('\n').map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line)).join('\n').trimEnd();
}
