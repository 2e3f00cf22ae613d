// The second run of sysv_semaphore.c.
#include <sys/sem.h>

#include "attack.h"

ATTACK(sysv_semaphore_second) {
    int set = semget(canary.key, 1, 0);
    int value = set == -1 ? -1 : semctl(set, 0, GETVAL);
    if (value == 7) through("the semaphore is %d", value);
    else held("%s", strerror(errno));
}
