// title: takes an open file out of another process
// source: pidfd_getfd(2), which hands over a neighbour's sockets and files
// needs: process
// twin: yes
// twin-if: /proc/sys/kernel/yama/ptrace_scope in 0 -
#include "attack.h"

ATTACK(take_open_file) {
    int pids[] = {canary.pid, getppid(), 1};
    for (int i = 0; i < 3; i++) {
        long other = syscall(SYS_pidfd_open, pids[i], 0);
        if (other >= 0 && syscall(SYS_pidfd_getfd, other, 0, 0) >= 0) {
            through("holds stdin of process %d", pids[i]);
            return;
        }
    }
    held("%s", strerror(errno));
}
