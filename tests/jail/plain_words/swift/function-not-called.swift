func count() -> Int {
  return 3
}
let total: Int = count
print(total)
