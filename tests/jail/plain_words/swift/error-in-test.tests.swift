import Testing

@testable import Program

@Test("finds the first") func finds() throws {
  #expect(try first([4]) == 4)
}
