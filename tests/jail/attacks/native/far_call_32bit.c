// title: jumps into 32-bit code, where the same numbers mean other system calls
// source: CVE-2010-3301 and kin: the 32-bit entrance of a 64-bit kernel is looked at less
// blocked: said or killed
// twin: yes
#include "attack.h"

// In 32-bit mode: eax = 310 (unshare), ebx = CLONE_NEWUSER, int 0x80, back by a far return.
static const unsigned char code[] = {
    0xb8, 0x36, 0x01, 0x00, 0x00, 0xbb, 0x00, 0x00, 0x00, 0x10, 0xcd, 0x80, 0xcb,
};

ATTACK(far_call_32bit) {
    int rights = PROT_READ | PROT_WRITE | PROT_EXEC, how = MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT;
    unsigned char *low = mmap(NULL, 65536, rights, how, -1, 0);
    if (low == MAP_FAILED) {
        held("mmap: %s", strerror(errno));
        return;
    }
    memcpy(low, code, sizeof code);
    struct {
        unsigned address;
        unsigned short segment;
    } __attribute__((packed)) *gate = (void *)(low + 4096);
    gate->address = (unsigned)(unsigned long)low;
    gate->segment = 0x23;
    unsigned char *stack = low + 32768;
    long result;
    __asm__ volatile(
        "movq %%rsp, %%r12\n movq %2, %%rsp\n lcall *(%1)\n movq %%r12, %%rsp"
        : "=a"(result) : "r"(gate), "r"(stack) : "rbx", "r12", "memory", "cc");
    if ((int)result == 0) through("unshare from 32-bit code");
    else held("32-bit code got %d", (int)result);
}
