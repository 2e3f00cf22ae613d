const output = document.querySelector('output');
let count = 0;
document.querySelector('button').addEventListener('click', () => {
  count += 1;
  output.textContent = count;
});
