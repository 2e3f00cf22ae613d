// title: makes the disk's and the memory's device nodes for itself
// source: known technique: mknod(2) of block device 8:0 in a container that kept CAP_MKNOD
// twin: no: outside it needs root, and the node would be a way to this machine's disk
#include <sys/sysmacros.h>

#include "attack.h"

ATTACK(device_nodes) {
    const char *places[] = {"/dev", "/dev/shm", "/tmp", "/var/tmp", "/run", canary.home};
    unsigned devices[][2] = {{S_IFBLK, makedev(8, 0)}, {S_IFBLK, makedev(254, 0)}, {S_IFCHR, makedev(1, 1)}};
    for (unsigned p = 0; p < sizeof places / sizeof *places; p++) {
        for (unsigned d = 0; d < 3; d++) {
            char path[256];
            snprintf(path, sizeof path, "%s/%s", places[p], canary.nonce);
            if (mknod(path, devices[d][0] | 0600, devices[d][1]) == 0) {
                through("%s", path);
                return;
            }
        }
    }
    held("%s", strerror(errno));
}
