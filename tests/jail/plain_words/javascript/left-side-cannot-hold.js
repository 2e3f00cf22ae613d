const a = 1;
if (a + 1 = 2) {
  console.log('two');
}
