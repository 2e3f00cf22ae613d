// title: kills a process outside by its number, in every way there is
// source: judge test: a program that kills its judge
// needs: process
// twin: yes
#include "attack.h"

ATTACK(kill_by_number) {
    long handle = syscall(SYS_pidfd_open, canary.pid, 0);
    siginfo_t note = {.si_code = SI_QUEUE};
    if (kill(canary.pid, SIGKILL) == 0) through("kill");
    else if (syscall(SYS_tgkill, canary.pid, canary.pid, SIGKILL) == 0) through("tgkill");
    else if (syscall(SYS_rt_sigqueueinfo, canary.pid, SIGKILL, &note) == 0) through("rt_sigqueueinfo");
    else if (handle >= 0 && syscall(SYS_pidfd_send_signal, handle, SIGKILL, NULL, 0) == 0) through("pidfd");
    else held("%s", strerror(errno));
}
