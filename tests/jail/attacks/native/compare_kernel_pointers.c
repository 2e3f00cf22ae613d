// title: learns the order of the kernel's own addresses
// source: kcmp(2) tells which of two objects lies lower in the kernel; a step of heap exploits
// twin: yes
#include "attack.h"

ATTACK(compare_kernel_pointers) { told(syscall(SYS_kcmp, getpid(), getpid(), 0, 1, 2), "kcmp"); }
