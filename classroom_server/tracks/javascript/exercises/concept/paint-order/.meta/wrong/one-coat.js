export function area(width, height) {
  return width * height;
}

export function litres(width, height) {
  return area(width, height) / 10;
}

export function cost(width, height, price) {
  return litres(width, height) * price;
}
