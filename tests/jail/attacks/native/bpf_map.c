// title: makes a BPF map, the first step to a program in the kernel
// source: CVE-2017-16995, the BPF verifier took a wrong sign for granted
// twin: yes
// twin-if: /proc/sys/kernel/unprivileged_bpf_disabled in 0
#include "attack.h"

ATTACK(bpf_map) {
    unsigned words[18] = {1 /* BPF_MAP_TYPE_HASH */, 4, 4, 1};
    told(syscall(SYS_bpf, 0 /* BPF_MAP_CREATE */, words, sizeof words), "bpf");
}
