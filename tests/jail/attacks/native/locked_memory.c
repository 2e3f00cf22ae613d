// title: locks more memory than the machine can spare
// source: mlock(2): locked memory is never given back
// twin: no: everywhere an account may lock a few MiB only
#include "attack.h"

ATTACK(locked_memory) {
    size_t size = 128 << 20;
    char *area = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    told(area == MAP_FAILED ? -1 : mlock(area, size), "mlock");
}
