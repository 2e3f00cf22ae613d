// title: loads another kernel
// source: known technique: kexec_load(2) replaces a locked kernel by an unlocked one
// twin: no: outside it needs root, and would replace this machine's kernel
#include "attack.h"

ATTACK(kexec) {
    if (syscall(SYS_kexec_load, 0, 0, NULL, 0) == 0) through("kexec_load");
    else if (syscall(SYS_kexec_file_load, 0, 0, 0, NULL, 0) == 0) through("kexec_file_load");
    else held("%s", strerror(errno));
}
