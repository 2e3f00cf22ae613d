import { total } from './program';

test('total', async () => {
  expect(await total()).toBe(7);
});
