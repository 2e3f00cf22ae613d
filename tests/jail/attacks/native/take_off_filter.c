// title: takes the filter and the bar to new privileges off again by prctl
// source: prctl(2); each is meant to be for good
// twin: yes
#include "attack.h"

ATTACK(take_off_filter) {
    prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0);
    prctl(PR_SET_SECCOMP, 0, 0, 0, 0);
    prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0);
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, 21, 0, 0);
    long filter = prctl(PR_GET_SECCOMP, 0, 0, 0, 0), barred = prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0);
    if (filter == 0 || barred == 0) through("filter %ld, bar %ld", filter, barred);
    else held("filter %ld, bar %ld", filter, barred);
}
