export function firstStop(stops) {
  return stops[0];
}

export function stopCount(stops) {
  return stops.length;
}

export function lastStop(stops) {
  return stops[stops.length - 1];
}
