// title: mounts a file system over a folder that it may read
// source: known technique: a mount of one's own hides or replaces what others trust (mount_namespaces(7))
// twin: namespace
#include "attack.h"

ATTACK(mount_tmpfs) { told(mount("none", "/tmp", "tmpfs", 0, NULL), "mount"); }
