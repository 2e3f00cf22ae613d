func double(_ number: Int) -> Int {
  return number * 2
}
print(double("4"))
