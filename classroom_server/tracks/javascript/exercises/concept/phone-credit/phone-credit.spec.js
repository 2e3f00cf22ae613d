import { expect, test } from "@jest/globals";

import { callCost, creditAfter, topUp } from "./phone-credit.js";

test("low credit gets 500", () => {
  expect(topUp(150)).toBe(500);
});

test("enough credit gets nothing", () => {
  expect(topUp(350)).toBe(0);
});

test("exactly 200 gets nothing", () => {
  expect(topUp(200)).toBe(0);
});

test("a short call", () => {
  expect(callCost(6)).toBe(50);
});

test("a call of 10 minutes", () => {
  expect(callCost(10)).toBe(50);
});

test("a long call", () => {
  expect(callCost(12)).toBe(58);
});

test("credit after a call", () => {
  expect(creditAfter(300, 12)).toBe(242);
});

test("too little credit for the call", () => {
  expect(creditAfter(40, 6)).toBe(40);
});

test("just enough credit for the call", () => {
  expect(creditAfter(50, 6)).toBe(0);
});
