export function total(boxes) {
  let sum = 0;
  for (const box of boxes) {
    sum += box;
  return sum;
}
