// title: asks for the disk's quotas, and has them all written out
// source: quotactl(2), whose Q_SYNC is open to everybody; found open in our own jail by this suite
// twin: yes
#include <sys/quota.h>

#include "attack.h"

ATTACK(quota) {
    long fresh = syscall(443 /* quotactl_fd */, open("/", O_RDONLY), QCMD(Q_SYNC, USRQUOTA), 0, NULL);
    if (quotactl(QCMD(Q_SYNC, USRQUOTA), NULL, 0, NULL) == 0) through("quotactl");
    else if (fresh == 0) through("quotactl_fd");
    else held("%s", strerror(errno));
}
