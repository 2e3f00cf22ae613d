import Testing

@testable import Program

@Test("an empty list has no first") func refuses() {
  #expect(throws: Empty.self) {
    try first([])
  }
}
