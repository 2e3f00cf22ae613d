export function totalBoxes(counts) {

}

export function totalKilos(counts, kilosPerBox) {

}
