// title: reads the wire by a packet socket
// source: CVE-2017-7308, a packet socket's ring with a wrong size
// twin: namespace
#include "attack.h"

ATTACK(packet) { told(socket(AF_PACKET, SOCK_RAW, 0x0300), "socket"); }
