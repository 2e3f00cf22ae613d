// Runs every swift-testing test of the program it is linked into, one after the other, and tells the harness.
// Environment: OUTSET_CONFIGURATION, swift-testing's own JSON; see records.c for the rest.
// Interface: https://github.com/swiftlang/swift-testing/blob/main/Documentation/ABI/JSON.md

import Glibc

typealias EntryPoint = @convention(thin) @Sendable (
  _ configurationJSON: UnsafeRawBufferPointer?,
  _ recordHandler: @escaping @Sendable (_ recordJSON: UnsafeRawBufferPointer) -> Void
) async throws -> Bool

@_silgen_name("swt_abiv0_getEntryPoint")
func entryPoint() -> UnsafeRawPointer

@_silgen_name("outset_tell")
func tell(_ record: UnsafeRawPointer, _ length: Int)

@main struct TestingMain {
  static func main() async {
    let given = String(cString: getenv("OUTSET_CONFIGURATION"))
    let configuration = UnsafeMutableRawBufferPointer.allocate(byteCount: given.utf8.count, alignment: 1)
    configuration.copyBytes(from: given.utf8)
    let run = unsafeBitCast(entryPoint(), to: EntryPoint.self)
    nonisolated(unsafe) let handed = UnsafeRawBufferPointer(configuration)
    do {
      _ = try await run(handed) { record in tell(record.baseAddress!, record.count) }
    } catch {
      print("the tests could not be run: \(error)")
      exit(70)
    }
    fflush(nil)
    _exit(0)
  }
}
