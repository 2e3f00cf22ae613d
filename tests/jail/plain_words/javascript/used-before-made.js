console.log(sum);
let sum = 0;
