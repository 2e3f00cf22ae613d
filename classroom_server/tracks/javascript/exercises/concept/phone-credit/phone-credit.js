export function topUp(credit) {

}

export function callCost(minutes) {

}

export function creditAfter(credit, minutes) {

}
