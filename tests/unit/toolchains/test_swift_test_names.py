from kiosk_agent.toolchains.swift.test_names import find_tests

TESTING = r"""
import Testing
// @Test("commented out") func no() {}
@Suite struct OneTests {
  @Test("a name given", .enabled(if: RUNALL))
  func testANameGiven() { #expect(f("@Test(\"x\") func y()") == 1) }

  @Test(
    "over lines (with brackets)",
    .enabled(if: all(of: (one, two))), arguments: [1, 2]
  )
  @MainActor private func rows(n: Int) async throws {}

  @Test func plainName() {}
  @Test(.timeLimit(.minutes(1))) func limited() {}
  @Test("left out", .disabled("why")) func off() {}
  @Test("says \"hi\" \u{1F600}") func quoted() {}
  @Test("", .enabled(if: RUNALL)) func unnamed() {}
  func testNoTest() {}
}
"""
XCTEST = """
import XCTest
@testable import X
final class XTests: XCTestCase {
  func testOne() { XCTAssertEqual(1, 1) }
  func testTwo() async throws {}
  func testWith(argument: Int) {}
  func helper() {}
}
"""


def test_swift_testing_names_are_found_by_display_name_or_function() -> None:
    assert find_tests(TESTING).names == (
        "a name given",
        "over lines (with brackets)",
        "plainName",
        "limited",
        'says "hi" \U0001f600',
        "unnamed",
    )


def test_xctest_methods_are_found_in_its_classes_alone() -> None:
    assert find_tests(XCTEST).names == ("testOne", "testTwo")
    assert find_tests("func testOne() {}").names == ()


def test_an_escape_that_stands_for_nothing_stops_nobody() -> None:
    assert find_tests(r'@Test("\u{FFFFFFFF}") func odd() {}').names == ("\ufffd",)
