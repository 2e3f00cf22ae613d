import { expect, test } from "@jest/globals";

import { totalBoxes, totalKilos } from "./stock-count.js";

test("one shelf", () => {
  expect(totalBoxes([6])).toBe(6);
});

test("two shelves", () => {
  expect(totalBoxes([3, 4])).toBe(7);
});

test("many shelves", () => {
  expect(totalBoxes([12, 0, 5, 8, 20])).toBe(45);
});

test("an empty warehouse", () => {
  expect(totalBoxes([])).toBe(0);
});

test("kilos of all boxes", () => {
  expect(totalKilos([3, 4], 10)).toBe(70);
});
