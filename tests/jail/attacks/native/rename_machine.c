// title: gives the machine another name
// source: sethostname(2); a kiosk's name stands in logs and certificates
// twin: namespace
#include "attack.h"

ATTACK(rename_machine) {
    if (sethostname("x", 1) == 0) through("sethostname");
    else if (setdomainname("x", 1) == 0) through("setdomainname");
    else held("%s", strerror(errno));
}
