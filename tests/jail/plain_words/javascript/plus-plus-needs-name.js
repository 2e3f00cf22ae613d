const a = 5++;
console.log(a);
