// title: makes a user namespace, and with it every capability inside
// source: CVE-2022-0185, a heap overflow that a user namespace brings within reach of anybody
// twin: yes
#include <sched.h>

#include "attack.h"

ATTACK(unshare_user) {
    int result = syscall(SYS_unshare, CLONE_NEWUSER);
    told(result, "unshare");
}
