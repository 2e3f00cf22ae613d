// title: makes a ring through which the kernel does what the filter would refuse
// source: CVE-2022-29582, a use after free in io_uring; its operations pass no system call filter
// twin: yes
// twin-if: /proc/sys/kernel/io_uring_disabled in 0 -
#include "attack.h"

ATTACK(io_uring) {
    unsigned words[30] = {0};
    told(syscall(425 /* io_uring_setup */, 4, words), "io_uring_setup");
}
