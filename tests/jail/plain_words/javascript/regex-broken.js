const word = /(a|b/;
console.log('a'.match(word));
