// What each attack in machine code shares: where the canaries are, and how to tell what became of the try.
#pragma once
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

struct canaries {
    const char *nonce, *folder, *file, *abstract, *socket, *home;
    int pid, port, key;
};
extern struct canaries canary;

struct attack {
    const char *name;
    void (*run)(void);
};

#define ATTACK(title)                                                                                         \
    static void title(void);                                                                                  \
    static const struct attack entry __attribute__((section("attacks"), used, aligned(8))) = {#title, title};             \
    static void title(void)

void through(const char *format, ...) __attribute__((format(printf, 1, 2)));
void held(const char *format, ...) __attribute__((format(printf, 1, 2)));
// Says what became of a call that fails with -1.
void told(long result, const char *what);
