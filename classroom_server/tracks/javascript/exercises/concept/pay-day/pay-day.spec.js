import { expect, test } from "@jest/globals";

import { grossPay, perDay, takeHome } from "./pay-day.js";

test("the gross pay", () => {
  expect(grossPay).toBe(456);
});

test("the take-home pay", () => {
  expect(takeHome).toBe(430);
});

test("the pay per day", () => {
  expect(perDay).toBe(86);
});
