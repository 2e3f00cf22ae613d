// title: writes into the memory of another process
// source: process_vm_writev(2): code put into a neighbour runs with the neighbour's rights
// twin: yes
#include "attack.h"

ATTACK(write_memory_of_others) {
    static volatile int mark = 1;
    pid_t child = fork();
    if (child == 0) {
        pause();
        _exit(0);
    }
    int two = 2;
    struct iovec here = {&two, sizeof two}, there = {(void *)&mark, sizeof two};
    told(process_vm_writev(child, &here, 1, &there, 1, 0), "process_vm_writev");
    kill(child, SIGKILL);
}
