export function total(a, b) {
  const sum = a + b;
}
