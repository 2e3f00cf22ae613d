// title: joins a session keyring
// source: CVE-2016-0728, a session keyring joined again and again gave root
// twin: yes
#include "attack.h"

ATTACK(keyring_join) { told(syscall(SYS_keyctl, 1 /* KEYCTL_JOIN_SESSION_KEYRING */, canary.nonce), "keyctl"); }
