// title: runs a program that lies on no disk
// source: known technique: memfd_create and fexecve, "reflective code loading" (MITRE ATT&CK T1620)
// twin: yes
#include "attack.h"

ATTACK(run_from_memory) {
    int memory = memfd_create("x", MFD_CLOEXEC), own = open("/proc/self/exe", O_RDONLY);
    if (memory == -1) {
        held("memfd_create: %s", strerror(errno));
        return;
    }
    char piece[65536];
    for (ssize_t count; (count = read(own, piece, sizeof piece)) > 0;)
        if (write(memory, piece, count) != count) break;
    pid_t child = fork();
    if (child == 0) {
        fexecve(memory, (char *[]){"x", NULL}, (char *[]){NULL});
        _exit(1);
    }
    int status;
    waitpid(child, &status, 0);
    // Without further words it ends with its code for a wrong command line.
    if (WIFEXITED(status) && WEXITSTATUS(status) == 64) through("ran from memory");
    else held("made, not run");
}
