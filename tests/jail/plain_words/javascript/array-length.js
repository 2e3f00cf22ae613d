const boxes = new Array(-1);
console.log(boxes);
