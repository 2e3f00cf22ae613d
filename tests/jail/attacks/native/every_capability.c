// title: takes every capability, and the ambient ones with them
// source: capset(2)
// twin: namespace
#include <linux/capability.h>

#include "attack.h"

ATTACK(every_capability) {
    struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct words[2] = {{~0u, ~0u, ~0u}, {0x1ff, 0x1ff, 0x1ff}};
    if (syscall(SYS_capset, &head, words) == -1) {
        held("capset: %s", strerror(errno));
        return;
    }
    through("capset");
}
