const sum = 0;
sum = sum + 1;
console.log(sum);
