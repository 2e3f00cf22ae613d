const boxes = [];
console.log(boxes.reduce((sum, box) => sum + box));
