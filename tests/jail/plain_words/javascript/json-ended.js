const box = JSON.parse('');
console.log(box);
