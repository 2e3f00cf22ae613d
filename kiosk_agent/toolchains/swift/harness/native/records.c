/* The learner's program's side of the records' pipe: a record goes out whole, and the program waits until the harness has
   taken it together with all that was printed before it. Where a program dies, that is said too.
   Environment: OUTSET_RECORDS=RECORDS-DESCRIPTOR,ACKNOWLEDGEMENTS-DESCRIPTOR */

#include <errno.h>
#include <execinfo.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DEEPEST = 48, STACK_BYTES = 64 * 1024 };

static int records = -1;
static int acknowledgements = -1;
static char handler_stack[STACK_BYTES];

static void send(const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t sent = write(records, bytes, length);
        if (sent < 0 && errno != EINTR) return;
        if (sent > 0) {
            bytes += sent;
            length -= (size_t)sent;
        }
    }
}

void outset_tell(const void *record, intptr_t length) {
    char taken;
    fflush(NULL);
    send(record, (size_t)length);
    send("\n", 1);
    while (read(acknowledgements, &taken, 1) < 0 && errno == EINTR) continue;
}

static size_t put_hexadecimal(char *text, uintptr_t value) {
    size_t digits = 1;
    for (uintptr_t rest = value >> 4; rest; rest >>= 4) digits++;
    for (size_t each = digits; each-- > 0; value >>= 4) text[each] = "0123456789abcdef"[value & 15];
    return digits;
}

/* Sends {"kind":"died","addresses":["…"]} as offsets into the program, and lets the signal do its work. */
static void died(int number) {
    extern const char __executable_start;
    void *frames[DEEPEST];
    char line[DEEPEST * 20 + 64] = "\n{\"kind\":\"died\",\"addresses\":[";
    size_t length = strlen(line);
    int depth = backtrace(frames, DEEPEST);
    for (int each = 0; each < depth; each++) {
        if (each) line[length++] = ',';
        line[length++] = '"';
        length += put_hexadecimal(line + length, (uintptr_t)frames[each] - (uintptr_t)&__executable_start);
        line[length++] = '"';
    }
    memcpy(line + length, "]}\n", 3);
    send(line, length + 3);
    signal(number, SIG_DFL);
    raise(number);
}

__attribute__((constructor)) static void prepare(void) {
    static const int deadly[] = {SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE};
    stack_t stack = {.ss_sp = handler_stack, .ss_size = STACK_BYTES};
    struct sigaction action = {.sa_handler = died, .sa_flags = SA_ONSTACK | SA_NODEFER | SA_RESETHAND};
    const char *given = getenv("OUTSET_RECORDS");
    void *first[1];
    if (!given || sscanf(given, "%d,%d", &records, &acknowledgements) != 2) return;
    unsetenv("OUTSET_RECORDS");
    setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
    /* Loads what backtrace needs while there is memory for it. */
    backtrace(first, 1);
    sigaltstack(&stack, NULL);
    for (size_t each = 0; each < sizeof deadly / sizeof *deadly; each++) sigaction(deadly[each], &action, NULL);
}
