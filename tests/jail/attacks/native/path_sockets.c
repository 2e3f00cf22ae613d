// title: connects to the sockets of services: the tutor's runner, systemd, D-Bus, and one outside
// source: CVE-2019-7304 ("dirty sock"), snapd trusted what a caller's socket was named
// twin: yes
#include <sys/un.h>

#include "attack.h"

ATTACK(path_sockets) {
    const char *paths[] = {"/run/kiosk-runner/tutor.sock", "/run/systemd/private", "/run/dbus/system_bus_socket",
                           "/run/systemd/journal/socket", "/run/udev/control", canary.socket};
    for (unsigned i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct sockaddr_un address = {.sun_family = AF_UNIX};
        strncpy(address.sun_path, paths[i], sizeof address.sun_path - 1);
        if (connect(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&address, sizeof address) == 0) {
            through("%s", paths[i]);
            return;
        }
    }
    held("the last: %s", strerror(errno));
}
