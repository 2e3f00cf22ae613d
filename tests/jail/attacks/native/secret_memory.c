// title: hoards memory that the kernel itself cannot see
// source: memfd_secret(2), which firejail's filters do not know by name
// twin: no: everywhere the kernel counts it as locked memory, of which an account has a few MiB
#include "attack.h"

ATTACK(secret_memory) {
    size_t size = 64 << 20;
    long memory = syscall(447 /* memfd_secret */, 0);
    if (memory == -1 || ftruncate(memory, size) == -1) {
        held("memfd_secret: %s", strerror(errno));
        return;
    }
    char *area = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
    if (area == MAP_FAILED) {
        held("mmap: %s", strerror(errno));
        return;
    }
    memset(area, 1, size);
    through("%zu bytes", size);
}
