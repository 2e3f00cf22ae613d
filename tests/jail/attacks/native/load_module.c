// title: loads a driver into the kernel, or takes one out
// source: known technique: a root kit is a module (init_module(2))
// twin: no: outside it needs root, and would change this machine's kernel
#include "attack.h"

ATTACK(load_module) {
    int own = open("/proc/self/exe", O_RDONLY);
    if (syscall(SYS_finit_module, own, "", 0) == 0) through("finit_module");
    else if (syscall(SYS_init_module, "x", 1L, "") == 0) through("init_module");
    else if (syscall(SYS_delete_module, "usbhid", O_NONBLOCK) == 0) through("delete_module");
    else held("%s", strerror(errno));
}
