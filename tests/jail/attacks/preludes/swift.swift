import Foundation

let nonce = "@NONCE@", canaryFolder = "@FOLDER@", canaryFile = "@FILE@"
let canaryPid = Int32("@PID@")!, canaryPort = UInt16("@PORT@")!
let places = [canaryFolder, "/tmp", "/var/tmp", "/dev/shm", "/run", "/dev", "/", "@HOME@"]

func say(_ word: String, _ evidence: String = "") {
    FileHandle.standardOutput.write("\n\(nonce) \(word) '\(evidence.prefix(300))'\n".data(using: .utf8)!)
}

func through(_ evidence: String) { say("THROUGH", evidence) }

func held(_ why: String) { say("HELD", why) }

func lastError() -> String { String(cString: strerror(errno)) }

say("TRYING")
