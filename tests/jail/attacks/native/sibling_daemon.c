// title: leaves a process that is not its child but its parent's, and so no child of the jail's first program
// source: clone(2) CLONE_PARENT, to slip from under who kills a program's children
// blocked: said or killed
// twin: yes
#include <sched.h>

#include "attack.h"

ATTACK(sibling_daemon) {
    long pid = syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0);
    if (pid == 0) {
        setsid();
        sleep(60);
        _exit(0);
    }
    if (pid > 0) held("started; what counts is whether it lives on");
    else held("%s", strerror(errno));
}
