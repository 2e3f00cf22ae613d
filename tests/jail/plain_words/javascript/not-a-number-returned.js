export function total(boxes) {
  let sum;
  for (const box of boxes) sum += box;
  return sum;
}
