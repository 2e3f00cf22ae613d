// title: speaks with the machine's host by VSOCK
// source: CVE-2021-26708, races in the VSOCK code that any account could reach
// twin: yes
// twin-if: /sys/module/vsock/version in 1.0.2.0-k
#include <linux/vm_sockets.h>

#include "attack.h"

ATTACK(vsock) { told(socket(AF_VSOCK, SOCK_STREAM, 0), "socket"); }
