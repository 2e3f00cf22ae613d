// The second run of sysv_memory.c.
#include <sys/shm.h>

#include "attack.h"

ATTACK(sysv_memory_second) {
    int memory = shmget(canary.key, 4096, 0);
    char *area = memory == -1 ? NULL : shmat(memory, NULL, 0);
    if (area && strcmp(area, "planted") == 0) through("found what the first run left");
    else held("%s", strerror(errno));
}
