const boxes = [3 4];
console.log(boxes);
