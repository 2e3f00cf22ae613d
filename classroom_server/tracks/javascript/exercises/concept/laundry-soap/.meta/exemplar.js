export function soapFor(kilos) {
  return kilos * 15;
}

export function minutesFor(washes) {
  return washes * 45;
}
