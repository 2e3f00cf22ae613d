// The words that tests are written in. Under the name `jest` they find mocks by jest-mock, and a clock that they turn by
// @jest/fake-timers.

import { titleMaker } from './titles.mjs';

const MOCKS = ['fn', 'spyOn', 'replaceProperty', 'resetAllMocks', 'clearAllMocks', 'restoreAllMocks'];
const TIMERS = ['useRealTimers', 'clearAllTimers', 'runAllTicks', 'runAllTimers', 'runAllTimersAsync', 'runOnlyPendingTimers',
  'runOnlyPendingTimersAsync', 'advanceTimersByTime', 'advanceTimersByTimeAsync', 'advanceTimersToNextTimer',
  'advanceTimersToNextTimerAsync', 'setSystemTime', 'getRealSystemTime', 'getTimerCount', 'now'];

// What Jest's libraries give, loaded ahead: { expect, newMocker(), words(mocker, timers) }, the last for a Suite.
export function jestLibraries(requireLibrary) {
  const { expect } = requireLibrary('expect');
  const { ModuleMocker } = requireLibrary('jest-mock');
  const { format: pretty, plugins } = requireLibrary('pretty-format');
  const titled = titleMaker((value, options) => pretty(value, { ...options, plugins: [plugins.AsymmetricMatcher] }));
  return {
    expect,
    newMocker: () => new ModuleMocker(globalThis),
    words: (mocker, timers) => ({ expect, jest: jestObject(mocker, timers), titled }),
  };
}

// `timers` is null where no test asks for them, and while tests are only looked through: then no clock is changed.
function jestObject(mocker, timers) {
  const jest = {
    mocked: (value) => value,
    isMockFunction: (value) => mocker.isMockFunction(value),
    mock: () => jest,
    unmock: () => jest,
    setTimeout: () => jest,
    retryTimes: () => jest,
    useFakeTimers: (options) => { timers?.useFakeTimers(options); return jest; },
  };
  for (const name of MOCKS) jest[name] = mocker[name].bind(mocker);
  for (const name of TIMERS) jest[name] = (...given) => timers?.[name](...given);
  return jest;
}

// A clock for tests that ask for one; loaded before the program is, and only then.
export function timersFor(files, requireLibrary) {
  if (!Object.values(files).some((text) => text.includes('useFakeTimers'))) return null;
  const { ModernFakeTimers } = requireLibrary('@jest/fake-timers');
  return new ModernFakeTimers({ config: { fakeTimers: {}, rootDir: '/', testMatch: [] }, global: globalThis });
}
