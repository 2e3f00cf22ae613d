import { expect, test } from "@jest/globals";

import { boxes, kilosPerBox, product } from "./delivery-note.js";

test("the product", () => {
  expect(product).toBe("pasta");
});

test("the boxes", () => {
  expect(boxes).toBe(12);
});

test("the kilos in a box", () => {
  expect(kilosPerBox).toBe(5);
});
