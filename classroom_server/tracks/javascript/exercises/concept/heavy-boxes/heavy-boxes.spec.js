import { expect, test } from "@jest/globals";

import { heavyBoxes, heavyCount } from "./heavy-boxes.js";

test("one heavy box", () => {
  expect(heavyBoxes([12, 30], 25)).toEqual([30]);
});

test("two heavy boxes", () => {
  expect(heavyBoxes([12, 30, 26], 25)).toEqual([30, 26]);
});

test("a box at the limit", () => {
  expect(heavyBoxes([12, 25], 25)).toEqual([]);
});

test("another limit", () => {
  expect(heavyBoxes([12, 18, 9], 15)).toEqual([18]);
});

test("no boxes", () => {
  expect(heavyBoxes([], 25)).toEqual([]);
});

test("how many heavy boxes", () => {
  expect(heavyCount([12, 30, 26], 25)).toBe(2);
});
