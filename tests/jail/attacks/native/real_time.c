// title: takes the processor before everybody else
// source: sched_setscheduler(2), a real-time loop stops a one-processor machine
// twin: no: outside it needs root, and would stop this machine
#include <sched.h>

#include "attack.h"

ATTACK(real_time) {
    struct sched_param first = {.sched_priority = 50};
    if (sched_setscheduler(0, SCHED_FIFO, &first) == 0) through("SCHED_FIFO");
    else if (setpriority(PRIO_PROCESS, 0, -20) == 0) through("nice -20");
    else if (syscall(SYS_ioprio_set, 1, 0, 1 << 13) == 0) through("real-time disk");
    else held("%s", strerror(errno));
}
