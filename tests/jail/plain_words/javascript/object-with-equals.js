const box = { width = 3, height: 4 };
console.log(box);
