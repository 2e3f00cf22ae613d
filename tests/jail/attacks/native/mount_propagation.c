// title: makes the root mount shared, so that mounts made inside would show outside
// source: known technique: shared propagation carries mounts between namespaces (mount_namespaces(7))
// twin: namespace
#include "attack.h"

ATTACK(mount_propagation) { told(mount(NULL, "/", NULL, MS_SHARED | MS_REC, NULL), "mount --make-rshared"); }
