import { expect, test } from "@jest/globals";

import { firstStop, lastStop, stopCount } from "./bus-stops.js";

test("the first of 3 stops", () => {
  expect(firstStop(["Hotel", "Plaza", "Hospital"])).toBe("Hotel");
});

test("the number of stops", () => {
  expect(stopCount(["Hotel", "Plaza", "Hospital"])).toBe(3);
});

test("the last of 3 stops", () => {
  expect(lastStop(["Hotel", "Plaza", "Hospital"])).toBe("Hospital");
});

test("the last of 5 stops", () => {
  expect(lastStop(["Metro", "Hotel", "Plaza", "Hospital", "Taxi"])).toBe("Taxi");
});

test("a line with 1 stop", () => {
  expect(firstStop(["Metro"])).toBe("Metro");
  expect(lastStop(["Metro"])).toBe("Metro");
});
