// title: kills every process that it may
// source: judge test: kill(-1, SIGKILL)
// needs: process
// blocked: killed or said
// twin: no: it would kill every process of the account that runs the tests
#include "attack.h"

ATTACK(kill_everything) {
    kill(-1, SIGKILL);
    kill(1, SIGKILL);
    kill(getppid(), SIGKILL);
    held("only what was in the jail");
}
