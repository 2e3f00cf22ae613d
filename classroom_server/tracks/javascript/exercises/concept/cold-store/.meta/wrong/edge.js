export function isColdEnough(degrees) {
  return degrees < 5;
}

export function isEmpty(boxes) {
  return boxes === 0;
}

export function hasRoom(boxes, places) {
  return boxes <= places;
}
