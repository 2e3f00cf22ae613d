// title: reads another learner's draft, passwords and keys
// source: judge test: String(contentsOfFile: "/etc/shadow")
// twin: yes
var found = ""
for path in [canaryFile, "/proc/self/root\(canaryFile)", "/etc/shadow", "/var/lib/kiosk-agent/device.key", "/sys/kernel/notes"] {
    if let text = FileManager.default.contents(atPath: path), !text.isEmpty {
        found = "\(path): \(String(decoding: text.prefix(60), as: UTF8.self))"
        break
    }
}
if found.isEmpty { held(lastError()) } else { through(found) }
