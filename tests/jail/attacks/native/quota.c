// title: asks for the disk's quotas
// source: quotactl(2): long one of the few file system calls open to all; firejail's default list has it
// twin: yes
#include <sys/quota.h>

#include "attack.h"

ATTACK(quota) { told(quotactl(QCMD(Q_SYNC, USRQUOTA), NULL, 0, NULL), "quotactl"); }
