// title: speaks with the hardware by ports
// source: known technique: iopl(2) and ioperm(2) give the disk and the keyboard to whoever has them
// twin: no: outside it needs root, and would then reach this machine's hardware
#include <sys/io.h>

#include "attack.h"

ATTACK(hardware_ports) {
    if (iopl(3) == 0) through("iopl");
    else if (ioperm(0x60, 1, 1) == 0) through("ioperm");
    else held("%s", strerror(errno));
}
