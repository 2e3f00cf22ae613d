function price({ amount }) {
  return amount;
}
price();
