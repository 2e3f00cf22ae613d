const boxes = 3;
if (boxes > 2) let many = true;
console.log(boxes);
