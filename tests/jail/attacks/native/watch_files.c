// title: has itself told of every file that others open
// source: fanotify_init(2), open to everybody since Linux 5.13
// twin: yes
#include <sys/fanotify.h>

#include "attack.h"

ATTACK(watch_files) {
    told(syscall(SYS_fanotify_init, FAN_CLASS_NOTIF | FAN_REPORT_FID | FAN_CLOEXEC, O_RDONLY), "fanotify_init");
}
