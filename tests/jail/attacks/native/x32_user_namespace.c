// title: makes a user namespace by the x32 numbers of system calls
// source: CVE-2014-0038, the x32 form of a call that nobody had looked at
// blocked: said or killed
// twin: no: no kernel of Debian answers x32 numbers unless it is started with syscall.x32=y
#include <sched.h>

#include "attack.h"

ATTACK(x32_user_namespace) {
    if (syscall(0x40000000 | SYS_unshare, CLONE_NEWUSER) == 0) through("unshare by its x32 number");
    else if (syscall(0x40000000 | 513 /* ptrace */, 0, 0, 0, 0) == 0) through("ptrace by its x32 number");
    else held("%s", strerror(errno));
}
