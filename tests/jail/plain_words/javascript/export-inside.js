export function total(a, b) {
  return a + b;

export function half(a) {
  return a / 2;
}
