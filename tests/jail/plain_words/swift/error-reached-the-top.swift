struct TooMany: Error {}
func book(_ seats: Int) throws {
  throw TooMany()
}
try book(4)
