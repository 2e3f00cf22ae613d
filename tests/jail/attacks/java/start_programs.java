// title: starts a shell and other programs of the system
// source: judge test: Runtime.exec
// twin: yes
import java.util.List;

class Program {
    public static void main(String[] words) {
        List<String> programs = List.of("/bin/sh", "/bin/bash", "/usr/bin/id", "/usr/bin/env", "/usr/bin/firejail");
        Attack.each(programs, path -> "process " + new ProcessBuilder(path, "--version").start().pid());
    }
}
