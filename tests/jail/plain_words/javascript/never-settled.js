export function total() {
  return new Promise(() => {});
}
