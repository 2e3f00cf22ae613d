// title: puts a key into a keyring, where another run of the same account could find it
// source: CVE-2016-0728, a session keyring joined again and again gave root
// twin: yes
#include "attack.h"

ATTACK(keyring_add) {
    long key = syscall(SYS_add_key, "user", canary.nonce, "x", 1L, -3 /* KEY_SPEC_SESSION_KEYRING */);
    told(key, "add_key");
    if (key > 0) syscall(SYS_keyctl, 3 /* KEYCTL_REVOKE */, key);
}
