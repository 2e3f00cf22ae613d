struct Empty: Error {}
func first(_ list: [Int]) throws -> Int {
  guard let found = list.first else { throw Empty() }
  return found
}
print(try! first([]))
