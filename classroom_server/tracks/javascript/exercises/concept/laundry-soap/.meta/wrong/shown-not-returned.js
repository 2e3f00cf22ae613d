export function soapFor(kilos) {
  console.log(kilos * 15);
}

export function minutesFor(washes) {
  console.log(washes * 45);
}
