const price = 35;
console.log(price.toString(1));
