const Box = () => ({ size: 3 });
const box = new Box();
console.log(box);
