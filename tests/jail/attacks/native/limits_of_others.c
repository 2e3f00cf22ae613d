// title: changes the limits of other processes, and lifts its own
// source: prlimit(2)
// needs: process
// twin: yes
#include "attack.h"

ATTACK(limits_of_others) {
    struct rlimit none = {0, 0}, all = {RLIM_INFINITY, RLIM_INFINITY};
    int kinds[] = {RLIMIT_AS, RLIMIT_NPROC, RLIMIT_FSIZE, RLIMIT_CPU};
    for (unsigned i = 0; i < 4; i++)
        if (prlimit(0, kinds[i], &all, NULL) == 0) {
            through("its own limit %d is lifted", kinds[i]);
            return;
        }
    if (prlimit(canary.pid, RLIMIT_NOFILE, &none, NULL) == 0) through("a process outside has new limits");
    else held("%s", strerror(errno));
}
