const name = prompt('Your name?');
console.log(name);
