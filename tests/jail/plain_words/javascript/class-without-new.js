class Box {}
const box = Box();
console.log(box);
