// title: has the kernel send a signal outside when a pipe can be read
// source: fcntl(2) F_SETOWN and F_SETSIG: the kernel sends in the owner's name
// needs: process
// twin: yes
#include "attack.h"

ATTACK(signal_by_file) {
    int ends[2];
    if (pipe(ends) == -1 || fcntl(ends[0], F_SETOWN, canary.pid) == -1) {
        held("F_SETOWN: %s", strerror(errno));
        return;
    }
    fcntl(ends[0], F_SETSIG, SIGKILL);
    fcntl(ends[0], F_SETFL, O_ASYNC);
    if (write(ends[1], "x", 1) == 1 && kill(canary.pid, 0) == 0) through("asked for it");
    else held("%s", strerror(errno));
}
