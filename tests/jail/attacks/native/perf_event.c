// title: opens a counter of the processor's performance
// source: CVE-2013-2094, perf_event_open took a negative index
// twin: yes
// twin-if: /proc/sys/kernel/perf_event_paranoid in -1 0 1 2
#include <linux/perf_event.h>

#include "attack.h"

ATTACK(perf_event) {
    struct perf_event_attr words = {
        .type = PERF_TYPE_SOFTWARE, .size = sizeof words, .config = PERF_COUNT_SW_TASK_CLOCK, .exclude_kernel = 1};
    told(syscall(SYS_perf_event_open, &words, 0, -1, -1, 0), "perf_event_open");
}
