export function heavyBoxes(weights, limit) {
  const heavy = [];
  for (const weight of weights) {
    if (weight > limit) {
      heavy.push(weight);
    }
  }
  return heavy;
}

export function heavyCount(weights, limit) {
  return heavyBoxes(weights, limit).length;
}
