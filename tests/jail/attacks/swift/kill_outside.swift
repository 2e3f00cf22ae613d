// title: kills its parent, the jail's first process and one outside
// source: judge test: kill(getppid(), SIGKILL)
// needs: process
// blocked: said or killed
// twin: yes
if kill(canaryPid, SIGKILL) == 0 {
    through("killed \(canaryPid)")
} else {
    held(lastError())
}
if getpid() < 200 { for pid in [getppid(), 1, -1] { kill(pid, SIGKILL) } }
