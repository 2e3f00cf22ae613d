export function heavyBoxes(weights, limit) {

}

export function heavyCount(weights, limit) {

}
