export function isColdEnough(degrees) {

}

export function isEmpty(boxes) {

}

export function hasRoom(boxes, places) {

}
