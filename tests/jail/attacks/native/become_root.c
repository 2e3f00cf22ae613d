// title: becomes root, another account, or a member of other groups
// source: setuid(2), setgroups(2); a user namespace's ID 0 must be nobody's in a jail
// twin: namespace
#include <grp.h>

#include "attack.h"

ATTACK(become_root) {
    gid_t disk = 6;
    if (setresuid(0, 0, 0) == 0) through("setresuid");
    else if (setresgid(0, 0, 0) == 0) through("setresgid");
    else if (setgroups(1, &disk) == 0) through("setgroups");
    else if (setresuid(1000, 1000, 1000) == 0) through("another account");
    else held("%s", strerror(errno));
}
