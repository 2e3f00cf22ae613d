// title: makes sockets of rare families, whose code is loaded for whoever asks
// source: CVE-2017-6074 (DCCP) and CVE-2019-11815 (RDS): old protocol code that one call loads
// twin: yes
#include "attack.h"

ATTACK(rare_sockets) {
    int tried[][3] = {{AF_INET, SOCK_DCCP, 33}, {AF_INET, SOCK_SEQPACKET, 132}, {AF_TIPC, SOCK_RDM, 0}, {AF_ALG, 5, 0},
                      {AF_BLUETOOTH, 3, 1}, {AF_CAN, 3, 1}, {AF_RDS, 5, 0}, {AF_XDP, 3, 0}, {AF_INET6, SOCK_DGRAM, 0}};
    for (unsigned i = 0; i < sizeof tried / sizeof *tried; i++) {
        if (socket(tried[i][0], tried[i][1], tried[i][2]) >= 0) {
            through("family %d", tried[i][0]);
            return;
        }
    }
    held("the last: %s", strerror(errno));
}
