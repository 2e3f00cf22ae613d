import Testing

@testable import Program

@Test("adds two numbers") func adds() {
  #expect(total(1, 2) == 3)
}
