// title: mounts by fsopen, fsmount and open_tree, which older filters do not know
// source: CVE-2021-41133, mount-related system calls that Flatpak's filter let through
// twin: namespace
#include "attack.h"

ATTACK(mount_new_calls) {
    long tree = syscall(SYS_open_tree, AT_FDCWD, "/", 1 /* OPEN_TREE_CLONE */ | O_CLOEXEC);
    if (tree >= 0) {
        through("open_tree copied the root folder");
        return;
    }
    int why = errno;
    long context = syscall(SYS_fsopen, "tmpfs", 0);
    if (context >= 0) through("fsopen gave a tmpfs");
    else held("open_tree: %s, fsopen: %s", strerror(why), strerror(errno));
}
