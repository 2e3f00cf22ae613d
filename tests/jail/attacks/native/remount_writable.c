// title: remounts a read-only folder writable
// source: CVE-2014-5206, MNT_LOCK_READONLY was forgotten by a remount in a user namespace
// twin: no: a mount of this machine would be changed, and a user namespace may not change those either
#include "attack.h"

ATTACK(remount_writable) {
    const char *places[] = {"/", "/usr", "/etc", "/proc/sys", canary.home};
    for (unsigned i = 0; i < sizeof places / sizeof *places; i++) {
        if (mount(NULL, places[i], NULL, MS_REMOUNT | MS_BIND, NULL) == 0) {
            through("%s is writable", places[i]);
            return;
        }
    }
    held("the last: %s", strerror(errno));
}
