export function area(width, height) {

}

export function litres(width, height) {

}

export function cost(width, height, price) {

}
