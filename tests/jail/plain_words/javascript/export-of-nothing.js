function totl(a, b) {
  return a + b;
}
export { total };
