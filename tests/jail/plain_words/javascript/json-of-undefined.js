let answer;
const box = JSON.parse(answer);
console.log(box);
