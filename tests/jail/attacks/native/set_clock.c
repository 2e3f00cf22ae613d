// title: sets the clock, so that leases and logs are wrong
// source: clock_settime(2), adjtimex(2): time is what certificates, leases and logs stand on
// twin: no: outside it needs root, and would set this machine's clock
#include <sys/timex.h>
#include <time.h>

#include "attack.h"

ATTACK(set_clock) {
    struct timespec birth = {0};
    struct timex change = {.modes = ADJ_OFFSET, .offset = 1000};
    if (clock_settime(CLOCK_REALTIME, &birth) == 0) through("clock_settime");
    else if (adjtimex(&change) != -1) through("adjtimex");
    else if (settimeofday(&(struct timeval){0}, NULL) == 0) through("settimeofday");
    else held("%s", strerror(errno));
}
