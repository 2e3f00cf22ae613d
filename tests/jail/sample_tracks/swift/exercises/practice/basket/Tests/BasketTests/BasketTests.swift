import Foundation
import Testing

@testable import Basket

let RUNALL = Bool(ProcessInfo.processInfo.environment["RUNALL", default: "false"]) ?? false

@Suite struct BasketTests {
  @Test("one price")
  func testOnePrice() {
    #expect(total([2]) == 2)
  }

  @Test("three prices", .enabled(if: RUNALL))
  func testThreePrices() {
    #expect(total([1, 2, 3]) == 6)
  }

  @Test("no price", .enabled(if: RUNALL))
  func testNoPrice() {
    #expect(total([]) == 0)
  }
}
