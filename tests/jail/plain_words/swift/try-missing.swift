struct Empty: Error {}
func first(_ list: [Int]) throws -> Int {
  guard let found = list.first else { throw Empty() }
  return found
}
func run() throws {
  let found = first([1])
  print(found)
}
try run()
