import assert from 'node:assert';
import { test } from 'node:test';

import { isLeap } from './leap.js';

test('every fourth year', () => {
  assert.strictEqual(isLeap(2024), true);
});
test('not every hundredth', () => {
  assert.strictEqual(isLeap(1900), false);
});
test('every four hundredth', () => {
  assert.strictEqual(isLeap(2000), true);
});
