// title: sends a message to a second run by a POSIX queue
// source: mq_overview(7): queues live until somebody unlinks them; CVE-2017-11176 was in mq_notify
// kind: pair
// second: posix_queue.second.c
// twin: yes
#include <mqueue.h>

#include "attack.h"

ATTACK(posix_queue) {
    char name[64];
    snprintf(name, sizeof name, "/%s", canary.nonce);
    mqd_t queue = mq_open(name, O_CREAT | O_RDWR, 0666, NULL);
    if (queue != -1) mq_send(queue, "planted", 8, 0);
}
