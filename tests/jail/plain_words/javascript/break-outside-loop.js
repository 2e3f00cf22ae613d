const sum = 3;
if (sum > 2) {
  break;
}
