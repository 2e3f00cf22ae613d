// title: puts a segment of its own into the processor's local table
// source: CVE-2017-17053, the local descriptor table was used after it was freed
// twin: yes
#include <asm/ldt.h>

#include "attack.h"

ATTACK(modify_ldt) {
    struct user_desc words = {.entry_number = 0, .limit = 0xfffff, .seg_32bit = 1, .limit_in_pages = 1, .useable = 1};
    told(syscall(SYS_modify_ldt, 1, &words, sizeof words), "modify_ldt");
}
