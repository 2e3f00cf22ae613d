// The second run of sysv_queue.c.
#include <sys/msg.h>

#include "attack.h"

ATTACK(sysv_queue_second) {
    struct {
        long kind;
        char text[8];
    } message = {0};
    int queue = msgget(canary.key, 0);
    if (queue != -1 && msgrcv(queue, &message, sizeof message.text, 0, IPC_NOWAIT) > 0) through("got %s", message.text);
    else held("%s", strerror(errno));
}
