// What tests find under the name `jest`: mocks by jest-mock, and a clock that they turn by @jest/fake-timers.

const MOCKS = ['fn', 'spyOn', 'replaceProperty', 'resetAllMocks', 'clearAllMocks', 'restoreAllMocks'];
const TIMERS = ['useRealTimers', 'clearAllTimers', 'runAllTicks', 'runAllTimers', 'runAllTimersAsync', 'runOnlyPendingTimers',
  'runOnlyPendingTimersAsync', 'advanceTimersByTime', 'advanceTimersByTimeAsync', 'advanceTimersToNextTimer',
  'advanceTimersToNextTimerAsync', 'setSystemTime', 'getRealSystemTime', 'getTimerCount', 'now'];

// `timers` is null where no test asks for them, and while tests are only looked through: then no clock is changed.
export function jestObject(mocker, timers) {
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
