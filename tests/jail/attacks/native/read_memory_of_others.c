// title: reads the memory of its parent and of a process outside, without tracing them
// source: process_vm_readv(2), the usual way to take keys out of a neighbour
// needs: process
// twin: yes
// twin-if: /proc/sys/kernel/yama/ptrace_scope in 0 -
#include "attack.h"

static unsigned long first_address(int pid) {
    char path[64];
    unsigned long address = 0x400000;
    snprintf(path, sizeof path, "/proc/%d/maps", pid);
    FILE *maps = fopen(path, "r");
    if (maps) {
        if (fscanf(maps, "%lx", &address) != 1) address = 0;
        fclose(maps);
    }
    return address;
}

ATTACK(read_memory_of_others) {
    int pids[] = {canary.pid, getppid(), 1};
    for (int i = 0; i < 3; i++) {
        char held_here[16] = {0};
        struct iovec here = {held_here, sizeof held_here}, there = {(void *)first_address(pids[i]), sizeof held_here};
        if (process_vm_readv(pids[i], &here, 1, &there, 1, 0) > 0) {
            through("process %d begins with %02x%02x", pids[i], held_here[0], held_here[1]);
            return;
        }
    }
    held("%s", strerror(errno));
}
