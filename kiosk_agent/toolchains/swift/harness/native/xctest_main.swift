// Runs every XCTest test of the program it is linked into and tells the harness, in the words of swift-testing's records.
// Environment: OUTSET_CONFIGURATION, of which `done` counts: tests that are not to be run again; see records.c for the rest.

import Foundation
import XCTest

@_silgen_name("outset_tell")
func tell(_ record: UnsafeRawPointer, _ length: Int)

/// Written for each exercise by the harness: XCTest cannot find tests by itself on Linux.
@_silgen_name("outset_cases")
func cases() -> [XCTestCaseEntry]

struct Configuration: Decodable {
  var done: [String]
}

func send(_ kind: String, _ payload: [String: Any]) {
  guard let record = try? JSONSerialization.data(withJSONObject: ["kind": kind, "payload": payload]) else { return }
  record.withUnsafeBytes { tell($0.baseAddress!, $0.count) }
}

func happened(_ kind: String, _ test: String, _ more: [String: Any] = [:]) {
  send("event", more.merging(["kind": kind, "testID": test]) { first, _ in first })
}

final class Witness: NSObject, XCTestObservation {
  func testCaseWillStart(_ testCase: XCTestCase) { happened("testStarted", testCase.name) }

  func testCase(
    _ testCase: XCTestCase, didFailWithDescription description: String, inFile filePath: String?, atLine lineNumber: Int
  ) {
    happened(
      "issueRecorded", testCase.name,
      [
        "issue": ["isKnown": false, "sourceLocation": ["_filePath": filePath ?? "", "line": lineNumber]],
        "messages": [["symbol": "fail", "text": description]],
      ])
  }

  func testCaseDidFinish(_ testCase: XCTestCase) { happened("testEnded", testCase.name) }
}

@main struct XCTestMain {
  static func main() {
    let given = Data(ProcessInfo.processInfo.environment["OUTSET_CONFIGURATION", default: #"{"done": []}"#].utf8)
    let configuration = try! JSONDecoder().decode(Configuration.self, from: given)
    let done = Set(configuration.done)
    var chosen: [XCTestCaseEntry] = []
    for (testClass, tests) in cases() {
      let names = tests.map { "\(testClass).\($0.0)" }
      for (name, test) in zip(names, tests) {
        send("test", ["kind": "function", "id": name, "name": test.0, "suite": "\(testClass)"])
      }
      chosen.append((testClass, zip(names, tests).filter { !done.contains($0.0) }.map { $0.1 }))
    }
    send("event", ["kind": "runStarted"])
    let suite = XCTestSuite(name: "outset")
    for (testClass, tests) in chosen {
      for (name, run) in tests { suite.addTest(testClass.init(name: name, testClosure: run)) }
    }
    XCTestObservationCenter.shared.addTestObserver(Witness())
    suite.run()
    send("event", ["kind": "runEnded"])
    fflush(nil)
    _exit(0)
  }
}
