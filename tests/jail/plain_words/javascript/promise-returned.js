export async function total(a, b) {
  return a + b;
}
