const name = 'Ana';
console.log(`Hello ${name);
