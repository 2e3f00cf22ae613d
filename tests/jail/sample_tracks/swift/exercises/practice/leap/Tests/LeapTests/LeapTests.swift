import Foundation
import Testing

@testable import Leap

let RUNALL = Bool(ProcessInfo.processInfo.environment["RUNALL", default: "false"]) ?? false

@Suite struct LeapTests {
  @Test("every fourth year")
  func testEveryFourthYear() {
    #expect(isLeap(2024))
  }

  @Test("not every hundredth", .enabled(if: RUNALL))
  func testNotEveryHundredth() {
    #expect(!isLeap(1900))
  }

  @Test("every four hundredth", .enabled(if: RUNALL))
  func testEveryFourHundredth() {
    #expect(isLeap(2000))
  }
}
