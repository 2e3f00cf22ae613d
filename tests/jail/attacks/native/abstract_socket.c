// title: connects to an abstract socket, which no folder's rights protect
// source: CVE-2020-15257, containerd's shim listened on an abstract socket of the host's network
// twin: yes
#include <stddef.h>
#include <sys/un.h>

#include "attack.h"

ATTACK(abstract_socket) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strcpy(address.sun_path + 1, canary.abstract);
    socklen_t length = offsetof(struct sockaddr_un, sun_path) + 1 + strlen(canary.abstract);
    int door = socket(AF_UNIX, SOCK_STREAM, 0);
    told(connect(door, (struct sockaddr *)&address, length), "connect");
}
