struct Empty: Error {}
func first(_ list: [Int]) throws -> Int {
  return list.first ?? 0
}
