import assert from 'node:assert';
import { test } from 'node:test';

import { total } from './basket.js';

test('one price', () => {
  assert.strictEqual(total([2]), 2);
});
test('three prices', () => {
  assert.strictEqual(total([1, 2, 3]), 6);
});
test('no price', () => {
  assert.strictEqual(total([]), 0);
});
