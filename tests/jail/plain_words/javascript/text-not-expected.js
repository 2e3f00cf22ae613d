const name = 'Ana';
const line = name 'works here';
console.log(line);
