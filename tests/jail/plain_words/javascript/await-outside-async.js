export function load() {
  const boxes = await Promise.resolve(3);
  return boxes;
}
