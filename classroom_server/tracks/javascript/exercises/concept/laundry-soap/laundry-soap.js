export function soapFor(kilos) {

}

export function minutesFor(washes) {

}
