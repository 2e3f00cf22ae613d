import { expect, test } from "@jest/globals";

import { area, cost, litres } from "./paint-order.js";

test("area of a small wall", () => {
  expect(area(5, 2)).toBe(10);
});

test("area of a large wall", () => {
  expect(area(20, 3)).toBe(60);
});

test("litres for a small wall", () => {
  expect(litres(5, 2)).toBe(2);
});

test("litres for a large wall", () => {
  expect(litres(20, 3)).toBe(12);
});

test("cost at 9 a litre", () => {
  expect(cost(5, 2, 9)).toBe(18);
});

test("cost at 7 a litre", () => {
  expect(cost(20, 3, 7)).toBe(84);
});
