import { describe, expect, test, xtest } from '@jest/globals';
import { isLeap } from './leap';

describe('Leap', () => {
  test('every fourth year', () => {
    expect(isLeap(2024)).toBe(true);
  });
  xtest('not every hundredth', () => {
    expect(isLeap(1900)).toBe(false);
  });
  xtest('every four hundredth', () => {
    expect(isLeap(2000)).toBe(true);
  });
});
