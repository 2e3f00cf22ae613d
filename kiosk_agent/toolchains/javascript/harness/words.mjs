// What tests find under names of their own: Jest's words, mocks by jest-mock, a clock that they turn by @jest/fake-timers.

import { snapshotMatchers } from './snapshots.mjs';
import { Suite } from './suite.mjs';
import { titleMaker } from './titles.mjs';

const MOCKS = ['fn', 'spyOn', 'replaceProperty', 'resetAllMocks', 'clearAllMocks', 'restoreAllMocks'];
const TIMERS = ['useRealTimers', 'clearAllTimers', 'runAllTicks', 'runAllTimers', 'runAllTimersAsync', 'runOnlyPendingTimers',
  'runOnlyPendingTimersAsync', 'advanceTimersByTime', 'advanceTimersByTimeAsync', 'advanceTimersToNextTimer',
  'advanceTimersToNextTimerAsync', 'setSystemTime', 'getRealSystemTime', 'getTimerCount', 'now'];

export class Words {
  #titled;
  #Mocker;

  constructor(requireLibrary) {
    const { format: pretty, plugins } = requireLibrary('pretty-format');
    this.expect = requireLibrary('expect').expect;
    const all = Object.values(plugins);
    this.expect.extend(snapshotMatchers((value, options) => pretty(value, { ...options, plugins: all })));
    this.#Mocker = requireLibrary('jest-mock').ModuleMocker;
    this.#titled = titleMaker((value, options) => pretty(value, { ...options, plugins: [plugins.AsymmetricMatcher] }));
  }

  // A suite that tells `listener`, the words that fill it, their mocks, and the clock that they turn.
  stageFor(listener) {
    const mocker = new this.#Mocker(globalThis);
    const clock = { timers: null };
    const suite = new Suite(listener, { expect: this.expect, jest: jestObject(mocker, clock), titled: this.#titled });
    return { suite, globals: suite.globals(), mocker, clock };
  }
}

// `clock.timers` is null where no test asks for them, and while tests are only looked through: then no clock is changed.
function jestObject(mocker, clock) {
  const jest = {
    mocked: (value) => value,
    isMockFunction: (value) => mocker.isMockFunction(value),
    mock: () => jest,
    unmock: () => jest,
    setTimeout: () => jest,
    retryTimes: () => jest,
    useFakeTimers: (options) => { clock.timers?.useFakeTimers(options); return jest; },
  };
  for (const name of MOCKS) jest[name] = mocker[name].bind(mocker);
  for (const name of TIMERS) jest[name] = (...given) => clock.timers?.[name](...given);
  return jest;
}

// A clock for tests that ask for one; loaded before the program is, and only then.
export function timersFor(files, requireLibrary) {
  if (!Object.values(files).some((text) => text.includes('useFakeTimers'))) return null;
  const { ModernFakeTimers } = requireLibrary('@jest/fake-timers');
  return new ModernFakeTimers({ config: { fakeTimers: {}, rootDir: '/', testMatch: [] }, global: globalThis });
}
