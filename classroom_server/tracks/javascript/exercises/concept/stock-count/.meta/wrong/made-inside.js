export function totalBoxes(counts) {
  for (const count of counts) {
    let total = 0;
    total = total + count;
  }
  return total;
}

export function totalKilos(counts, kilosPerBox) {
  return totalBoxes(counts) * kilosPerBox;
}
