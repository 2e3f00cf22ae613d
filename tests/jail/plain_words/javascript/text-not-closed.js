const name = 'Ana;
console.log(name);
