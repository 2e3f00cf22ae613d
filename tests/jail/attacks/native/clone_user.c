// title: starts a child in a user namespace of its own
// source: CVE-2013-1858, CLONE_NEWUSER together with CLONE_FS gave root
// twin: yes
#include <sched.h>

#include "attack.h"

ATTACK(clone_user) {
    long pid = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0);
    if (pid == 0) _exit(0);
    told(pid, "clone");
    if (pid > 0) waitpid(pid, NULL, __WALL);
}
