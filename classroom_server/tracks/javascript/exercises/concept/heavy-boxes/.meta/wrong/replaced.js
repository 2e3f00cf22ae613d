export function heavyBoxes(weights, limit) {
  let heavy = [];
  for (const weight of weights) {
    if (weight > limit) {
      heavy = [weight];
    }
  }
  return heavy;
}

export function heavyCount(weights, limit) {
  return heavyBoxes(weights, limit).length;
}
