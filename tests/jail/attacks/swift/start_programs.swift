// title: starts a shell and other programs of the system
// source: judge test: Process()
// twin: yes
var last = "nothing"
var started = false
for path in ["/bin/sh", "/bin/bash", "/usr/bin/id", "/usr/bin/su"] where !started {
    let program = Process()
    program.executableURL = URL(fileURLWithPath: path)
    program.arguments = ["--version"]
    do {
        try program.run()
        program.waitUntilExit()
        started = true
        through(path)
    } catch {
        last = "\(error)"
    }
}
if !started { held(last) }
