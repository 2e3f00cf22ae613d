// title: writes and links wherever it can but where its compiler may
// source: judge test: leave a file, and see it in the next run
// twin: yes
var written = ""
for place in places {
    let path = "\(place)/\(nonce)"
    if FileManager.default.createFile(atPath: path, contents: nil) || symlink("/etc/shadow", path) == 0 {
        unlink(path)
        written = path
        break
    }
}
if written.isEmpty { held(lastError()) } else { through(written) }
