function count(n) {
  return count(n - 1) + 1;
}
console.log(count(3));
