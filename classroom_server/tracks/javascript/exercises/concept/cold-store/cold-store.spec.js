import { expect, test } from "@jest/globals";

import { hasRoom, isColdEnough, isEmpty } from "./cold-store.js";

test("3 degrees is cold enough", () => {
  expect(isColdEnough(3)).toBe(true);
});

test("6 degrees is too warm", () => {
  expect(isColdEnough(6)).toBe(false);
});

test("exactly 5 degrees is cold enough", () => {
  expect(isColdEnough(5)).toBe(true);
});

test("0 boxes is empty", () => {
  expect(isEmpty(0)).toBe(true);
});

test("4 boxes is not empty", () => {
  expect(isEmpty(4)).toBe(false);
});

test("10 boxes in 12 places leave room", () => {
  expect(hasRoom(10, 12)).toBe(true);
});

test("12 boxes in 12 places leave no room", () => {
  expect(hasRoom(12, 12)).toBe(false);
});
