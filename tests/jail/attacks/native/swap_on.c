// title: gives the kernel a file of its own to swap to, and reads others' memory there
// source: swapon(2)
// twin: no: outside it needs root, and would change this machine's memory
#include <sys/swap.h>

#include "attack.h"

ATTACK(swap_on) {
    if (swapon(canary.file, 0) == 0) through("swapon");
    else if (swapoff("/swapfile") == 0) through("swapoff");
    else if (syscall(SYS_acct, canary.file) == 0) through("acct");
    else held("%s", strerror(errno));
}
