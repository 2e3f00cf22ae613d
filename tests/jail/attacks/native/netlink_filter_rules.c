// title: opens the packet filter's rules
// source: CVE-2024-1086, a use after free in nf_tables that a user namespace brings within reach
// twin: yes
#include <linux/netlink.h>

#include "attack.h"

ATTACK(netlink_filter_rules) { told(socket(AF_NETLINK, SOCK_RAW, NETLINK_NETFILTER), "socket"); }
