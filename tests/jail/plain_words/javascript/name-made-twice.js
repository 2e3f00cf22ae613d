let sum = 0;
let sum = 1;
console.log(sum);
