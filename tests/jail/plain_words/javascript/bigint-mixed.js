const grains = 2n ** 63n;
console.log(grains + 1);
