// title: restarts the machine, or arms Ctrl+Alt+Del
// source: reboot(2)
// twin: no: outside it needs root, and would restart this machine
#include "attack.h"

ATTACK(restart_machine) {
    told(syscall(SYS_reboot, 0xfee1dead, 672274793, 0x89abcdef /* LINUX_REBOOT_CMD_CAD_ON */, NULL), "reboot");
}
