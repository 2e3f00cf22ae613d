import { total } from './program';

test('total', () => {
  expect(total('Ana')).toBe('Hello Ana');
});
