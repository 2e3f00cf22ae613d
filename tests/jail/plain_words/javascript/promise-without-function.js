const answer = new Promise(3);
console.log(answer);
