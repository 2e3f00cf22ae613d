const digits = /[0-9]+;
console.log('7'.match(digits));
