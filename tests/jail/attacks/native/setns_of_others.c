// title: enters the namespaces of another process
// source: CVE-2022-31214, firejail --join could be led into namespaces of the attacker's making
// twin: namespace
#include <sched.h>

#include "attack.h"

ATTACK(setns_of_others) {
    const char *kinds[] = {"uts", "ipc", "net", "mnt", "user", "pid"};
    int pids[] = {1, getppid(), canary.pid, getpid()};
    for (unsigned i = 0; i < sizeof pids / sizeof *pids; i++) {
        for (unsigned k = 0; k < sizeof kinds / sizeof *kinds; k++) {
            char path[64];
            snprintf(path, sizeof path, "/proc/%d/ns/%s", pids[i], kinds[k]);
            int door = open(path, O_RDONLY);
            if (door >= 0 && setns(door, 0) == 0) {
                through("entered %s", path);
                return;
            }
        }
    }
    held("the last: %s", strerror(errno));
}
