import { expect, test } from "@jest/globals";

import { minutesFor, soapFor } from "./laundry-soap.js";

test("soap for 1 kilo", () => {
  expect(soapFor(1)).toBe(15);
});

test("soap for 8 kilos", () => {
  expect(soapFor(8)).toBe(120);
});

test("no clothes, no soap", () => {
  expect(soapFor(0)).toBe(0);
});

test("minutes for 1 wash", () => {
  expect(minutesFor(1)).toBe(45);
});

test("minutes for 2 washes", () => {
  expect(minutesFor(2)).toBe(90);
});
