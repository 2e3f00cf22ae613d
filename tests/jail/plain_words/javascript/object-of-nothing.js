let prices;
console.log(Object.keys(prices));
