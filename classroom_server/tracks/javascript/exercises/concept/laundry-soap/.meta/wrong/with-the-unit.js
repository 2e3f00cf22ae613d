export function soapFor(kilos) {
  return `${kilos * 15} ml`;
}

export function minutesFor(washes) {
  return `${washes * 45} min`;
}
