// title: makes a socket by the 32-bit socketcall, which no 64-bit filter names
// source: CVE-2009-0835; socketcall(2) carries its arguments where a filter cannot look
// blocked: said or killed
// twin: yes
#include "attack.h"

ATTACK(int80_socket) {
    unsigned *words = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
    words[0] = AF_NETLINK, words[1] = SOCK_RAW, words[2] = 0;
    long result;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(102L /* socketcall */), "b"(1L), "c"(words) : "memory");
    if (result >= 0) through("a netlink socket by int 0x80");
    else held("int 0x80 gave %ld", result);
}
