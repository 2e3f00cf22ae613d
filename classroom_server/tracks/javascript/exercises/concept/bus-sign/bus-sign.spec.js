import { expect, test } from "@jest/globals";

import { route, sign, wait } from "./bus-sign.js";

test("the route", () => {
  expect(route).toBe("Bus 7: Hospital");
});

test("the wait", () => {
  expect(wait).toBe("4 min");
});

test("the whole sign", () => {
  expect(sign).toBe("Bus 7: Hospital (4 min)");
});
