// title: signals to a second run by a SysV semaphore
// source: sysvipc(7): semaphores live until somebody removes them
// kind: pair
// second: sysv_semaphore.second.c
// twin: yes
#include <sys/sem.h>

#include "attack.h"

ATTACK(sysv_semaphore) {
    int set = semget(canary.key, 1, IPC_CREAT | 0666);
    if (set != -1) semctl(set, 0, SETVAL, 7);
}
