// title: asks for the disk's quotas, and has them all written out
// source: quotactl(2), whose Q_SYNC is open to everybody; found open in our own jail by this suite
// twin: yes
#include <sys/quota.h>

#include "attack.h"

// Its newer form, quotactl_fd, is not tried: firejail cannot refuse a call that it has no name for, and what it gives
// to everybody is what sync(2) gives.
ATTACK(quota) { told(quotactl(QCMD(Q_SYNC, USRQUOTA), NULL, 0, NULL), "quotactl"); }
