// title: kills a process outside by its number
// source: judge test: a program that kills its judge
// needs: process
// blocked: said or killed
// twin: yes
if kill(canaryPid, SIGKILL) == 0 {
    through("killed \(canaryPid)")
} else {
    held(lastError())
}
