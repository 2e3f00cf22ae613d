export function firstStop(stops) {

}

export function stopCount(stops) {

}

export function lastStop(stops) {

}
