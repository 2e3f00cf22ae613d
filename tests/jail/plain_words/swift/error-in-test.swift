struct Empty: Error {}
func first(_ list: [Int]) throws -> Int {
  throw Empty()
}
