const sum;
sum = 3;
console.log(sum);
