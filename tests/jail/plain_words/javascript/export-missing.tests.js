import { total } from './program';

test('total', () => {
  expect(total(1)).toBe(1);
});
