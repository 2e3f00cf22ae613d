func countDown(_ number: Int) -> Int {
  return countDown(number - 1) + 1
}
print(countDown(3))
