// title: makes a user namespace by the 32-bit system call gate
// source: CVE-2009-0835, a 64-bit process's 32-bit calls were taken for other ones by the filter
// blocked: said or killed
// twin: yes
#include <sched.h>

#include "attack.h"

ATTACK(int80_user_namespace) {
    long result;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(310L /* unshare */), "b"(CLONE_NEWUSER) : "memory");
    if (result == 0) through("unshare by int 0x80");
    else held("int 0x80 gave %ld", result);
}
