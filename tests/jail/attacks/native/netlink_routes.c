// title: asks the kernel for the machine's addresses by NETLINK
// source: CVE-2021-27365 and kin: NETLINK families parse what anybody sends them
// twin: yes
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include "attack.h"

ATTACK(netlink_routes) {
    int door = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
    struct {
        struct nlmsghdr head;
        struct rtgenmsg body;
    } asked = {{sizeof asked, RTM_GETADDR, NLM_F_REQUEST | NLM_F_DUMP, 1, 0}, {AF_INET}};
    char answer[8192];
    if (door >= 0 && send(door, &asked, sizeof asked, 0) > 0) through("%zd bytes", recv(door, answer, sizeof answer, 0));
    else held("%s", strerror(errno));
}
