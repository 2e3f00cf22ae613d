// title: holds the kernel up in the middle of a copy
// source: userfaultfd(2), which makes kernel races easy to win, as in the exploit of CVE-2019-18683
// twin: yes
#include "attack.h"

ATTACK(userfault) { told(syscall(SYS_userfaultfd, 1 /* UFFD_USER_MODE_ONLY */), "userfaultfd"); }
