// title: reads the kernel's log, with the addresses and devices in it
// source: syslog(2); dmesg tells an exploit where the kernel lies
// twin: yes
// twin-if: /proc/sys/kernel/dmesg_restrict in 0
#include <sys/klog.h>

#include "attack.h"

ATTACK(kernel_log) {
    char text[4096];
    int count = klogctl(3 /* SYSLOG_ACTION_READ_ALL */, text, sizeof text);
    if (count > 0) through("%d bytes", count);
    else if (open("/dev/kmsg", O_RDONLY) >= 0) through("/dev/kmsg");
    else held("%s", strerror(errno));
}
