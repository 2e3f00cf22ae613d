// title: gives itself the right to write by a rule of its own
// source: landlock(7): a program without rights may write rules; they must only ever take away
// twin: no: there is nothing to show; where a folder is writable no rule is needed
#include <linux/landlock.h>

#include "attack.h"

ATTACK(landlock_rules) {
    struct landlock_ruleset_attr all = {.handled_access_fs = 0x1fff};
    long rules = syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
    struct landlock_path_beneath_attr beneath = {.allowed_access = 0x1fff, .parent_fd = open("/", O_PATH)};
    syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    syscall(SYS_landlock_restrict_self, rules, 0);
    const char *places[] = {"/usr", "/etc", "/tmp", "/dev/shm", "/var/tmp", canary.home};
    for (unsigned i = 0; i < sizeof places / sizeof *places; i++) {
        char path[256];
        snprintf(path, sizeof path, "%s/%s", places[i], canary.nonce);
        if (open(path, O_WRONLY | O_CREAT, 0600) >= 0) {
            through("wrote %s", path);
            return;
        }
    }
    held("%s", strerror(errno));
}
