export function total(a, b) {
  return a + b;
}
