const box = JSON.parse('size: 3');
console.log(box);
