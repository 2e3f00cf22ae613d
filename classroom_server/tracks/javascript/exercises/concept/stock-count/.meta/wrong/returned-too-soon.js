export function totalBoxes(counts) {
  let total = 0;
  for (const count of counts) {
    total = total + count;
    return total;
  }
}

export function totalKilos(counts, kilosPerBox) {
  return totalBoxes(counts) * kilosPerBox;
}
