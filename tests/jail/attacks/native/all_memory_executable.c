// title: makes all memory executable, and the first page its own
// source: CVE-2009-1895, personality bits that a set-user-ID program kept (READ_IMPLIES_EXEC, MMAP_PAGE_ZERO)
// twin: yes
#include <sys/personality.h>

#include "attack.h"

ATTACK(all_memory_executable) {
    int wanted = READ_IMPLIES_EXEC | MMAP_PAGE_ZERO;
    if (personality(wanted) != -1 && (personality(0xffffffff) & wanted) == wanted) through("set");
    else held("%s", strerror(errno));
}
