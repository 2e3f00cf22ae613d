import { total } from './program';

test('total', () => {
  expect(total(3, 4)).toBe('7');
});
