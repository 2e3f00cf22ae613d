export function totl(boxes) {
  return boxes;
}
