const boxes = [3, 4];
console.log(boxes[2].toFixed(2));
