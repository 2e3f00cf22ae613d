// title: traces its parent, the jail's first process and a process outside
// source: known technique: whoever may trace a process is that process (ptrace(2), Yama)
// needs: process
// twin: yes
// twin-if: /proc/sys/kernel/yama/ptrace_scope in 0 -
#include "attack.h"

ATTACK(ptrace_others) {
    int pids[] = {1, getppid(), canary.pid};
    for (int i = 2; i >= 0; i--) {
        if (ptrace(PTRACE_SEIZE, pids[i], NULL, NULL) == 0) {
            through("traces process %d", pids[i]);
            return;
        }
    }
    held("%s", strerror(errno));
}
