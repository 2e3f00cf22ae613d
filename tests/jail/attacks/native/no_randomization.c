// title: has the addresses of all it starts no longer chosen at random
// source: personality(2) with ADDR_NO_RANDOMIZE, the first line of many exploits
// twin: yes
#include <sys/personality.h>

#include "attack.h"

ATTACK(no_randomization) {
    if (personality(ADDR_NO_RANDOMIZE) != -1 && (personality(0xffffffff) & ADDR_NO_RANDOMIZE)) through("set");
    else held("%s", strerror(errno));
}
