func sum(_ a: Int, _ b: Int) -> Int {
  let total = a + b
  print(total)
}
print(sum(1, 2))
