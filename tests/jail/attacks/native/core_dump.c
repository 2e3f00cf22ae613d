// title: dies and leaves its memory on the disk
// source: CVE-2006-2451, a core dump written where programs are started from
// twin: yes
// twin-if: /proc/sys/kernel/core_pattern in core
#include "attack.h"

ATTACK(core_dump) {
    struct rlimit limit;
    getrlimit(RLIMIT_CORE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_CORE, &limit);
    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
        const char *places[] = {canary.folder, "/tmp", "/var/tmp", "/dev/shm", canary.home};
        for (unsigned i = 0; i < 5; i++)
            if (access(places[i], W_OK) == 0 && chdir(places[i]) == 0) break;
        abort();
    }
    int status;
    waitpid(child, &status, 0);
    if (WCOREDUMP(status)) through("a core of %ld bytes at most", (long)limit.rlim_cur);
    else held("no core");
}
