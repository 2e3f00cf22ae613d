// title: sends a message to a second run by a SysV queue
// source: CVE-2021-22555 sprayed the kernel's heap with System V messages; here they cross between runs
// kind: pair
// second: sysv_queue.second.c
// twin: yes
#include <sys/msg.h>

#include "attack.h"

ATTACK(sysv_queue) {
    struct {
        long kind;
        char text[8];
    } message = {1, "planted"};
    int queue = msgget(canary.key, IPC_CREAT | 0666);
    if (queue != -1) msgsnd(queue, &message, sizeof message.text, IPC_NOWAIT);
}
