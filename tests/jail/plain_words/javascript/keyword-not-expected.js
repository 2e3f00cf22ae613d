const class = 'Monday group';
console.log(class);
