// title: makes a mount, PID, network, IPC, host name, control group or time namespace
// source: namespaces(7); each was a step of an escape, as the control group's in CVE-2022-0492
// twin: namespace
#include <sched.h>

#include "attack.h"

ATTACK(other_namespaces) {
    long flags[] = {CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWIPC, CLONE_NEWUTS, CLONE_NEWCGROUP, 0x80};
    for (unsigned i = 0; i < sizeof flags / sizeof *flags; i++) {
        if (syscall(SYS_unshare, flags[i]) == 0) {
            through("unshare(%lx)", flags[i]);
            return;
        }
    }
    held("the last: %s", strerror(errno));
}
