func price() -> Int {
  return "four"
}
print(price())
