export function total(a, b) {
  const add = () => a + b;
  return add;
}
