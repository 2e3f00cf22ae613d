const day = new Date('the 31st');
console.log(day.toISOString());
