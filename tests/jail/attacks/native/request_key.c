// title: has the kernel start a helper program outside to look for a key
// source: request_key(2): the upcall starts /sbin/request-key in the first namespaces
// twin: yes
#include "attack.h"

ATTACK(request_key) {
    long key = syscall(SYS_add_key, "user", canary.nonce, "x", 1L, -2 /* KEY_SPEC_PROCESS_KEYRING */);
    long found = syscall(SYS_request_key, "user", canary.nonce, NULL, -2);
    if (key > 0 && found == key) through("found key %ld", found);
    else held("add_key and request_key: %s", strerror(errno));
}
