const boxes = 3;
const more = boxes + * 2;
console.log(more);
