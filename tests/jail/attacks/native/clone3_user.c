// title: starts a child in a user namespace by clone3, whose flags no filter can read
// source: CVE-2021-41133, Flatpak's filter knew clone and not clone3
// twin: yes
#include <linux/sched.h>

#include "attack.h"

ATTACK(clone3_user) {
    struct clone_args words = {.flags = CLONE_NEWUSER, .exit_signal = SIGCHLD};
    long pid = syscall(SYS_clone3, &words, sizeof words);
    if (pid == 0) _exit(0);
    told(pid, "clone3");
    if (pid > 0) waitpid(pid, NULL, __WALL);
}
