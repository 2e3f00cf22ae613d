const price = 3.5;
console.log(price.toFixed(-2));
