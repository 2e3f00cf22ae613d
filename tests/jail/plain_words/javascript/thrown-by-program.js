function check(age) {
  if (age < 0) throw new Error('no age is below zero');
}
check(-1);
