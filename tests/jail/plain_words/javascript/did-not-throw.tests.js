import { total } from './program';

test('total', () => {
  expect(() => total(0.1, 0.2)).toThrow(Error);
});
