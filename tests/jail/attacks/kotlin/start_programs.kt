// title: starts a shell and other programs of the system
// source: judge test: ProcessBuilder
// twin: yes
fun main() = each(listOf("/bin/sh", "/bin/bash", "/usr/bin/id", "/usr/bin/python3")) { path ->
    "process " + ProcessBuilder(path, "--version").start().pid()
}
