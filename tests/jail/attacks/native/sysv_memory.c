// title: leaves a message in SysV shared memory and finds it in a second run
// source: found in our own jail: without a namespace for IPC a second run read what a first had left
// kind: pair
// second: sysv_memory.second.c
// twin: yes
#include <sys/shm.h>

#include "attack.h"

ATTACK(sysv_memory) {
    int memory = shmget(canary.key, 4096, IPC_CREAT | 0666);
    char *area = memory == -1 ? NULL : shmat(memory, NULL, 0);
    if (area) strcpy(area, "planted");
}
