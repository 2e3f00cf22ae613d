import { describe, expect, test } from '@jest/globals';

describe('the page', () => {
  test('has a heading that says Hello', () => {
    expect(document.querySelector('h1')?.textContent).toBe('Hello');
  });
  test('has a green heading', () => {
    expect(styleOf(document.querySelector('h1')).color).toBe('green');
  });
  test('can be read by everybody', () => {
    expect(document.querySelector('img') ? warnings : ['There is no picture.']).toEqual([]);
  });
});
