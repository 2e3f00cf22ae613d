// title: traces a child, to change its system calls after the filter has looked at them
// source: CVE-2017-5206, firejail --allow-debuggers let ptrace go around the system call filter
// twin: yes
#include "attack.h"

ATTACK(ptrace_own_child) {
    pid_t child = fork();
    if (child == 0) {
        pause();
        _exit(0);
    }
    long result = ptrace(PTRACE_SEIZE, child, NULL, NULL);
    told(result, "PTRACE_SEIZE");
    kill(child, SIGKILL);
}
