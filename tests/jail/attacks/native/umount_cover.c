// title: takes away what the jail put over /sys, /tmp and /proc/kallsyms
// source: mount_namespaces(7): what a mount covers is as safe as the right to unmount it
// twin: namespace
#include "attack.h"

ATTACK(umount_cover) {
    // Where it is root of its own mounts it covers a folder first, as a jail does.
    mount("none", "/sys", "tmpfs", 0, NULL);
    const char *covers[] = {"/sys", "/tmp", "/proc/kallsyms", "/proc/sys", "/run", canary.home};
    for (unsigned i = 0; i < sizeof covers / sizeof *covers; i++) {
        if (umount2(covers[i], MNT_DETACH) == 0) {
            through("%s lies open", covers[i]);
            return;
        }
    }
    held("the last: %s", strerror(errno));
}
