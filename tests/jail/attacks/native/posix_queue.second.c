// The second run of posix_queue.c; it leaves nothing behind.
#include <mqueue.h>

#include "attack.h"

ATTACK(posix_queue_second) {
    char name[64], text[8192] = "";
    snprintf(name, sizeof name, "/%s", canary.nonce);
    mqd_t queue = mq_open(name, O_RDWR | O_NONBLOCK);
    if (queue != -1 && mq_receive(queue, text, sizeof text, NULL) > 0) through("got %s", text);
    else held("%s", strerror(errno));
    mq_unlink(name);
}
