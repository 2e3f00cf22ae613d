// title: opens files by guessed numbers, past every folder's walls
// source: known technique: the "shocker" escape from Docker of 2014 by open_by_handle_at
// twin: namespace
#include "attack.h"

ATTACK(open_by_handle) {
    struct {
        struct file_handle head;
        unsigned char bytes[128];
    } handle = {.head = {.handle_bytes = 128}};
    int mount;
    if (name_to_handle_at(AT_FDCWD, "/", &handle.head, &mount, 0) == 0) {
        int root = open("/", O_RDONLY | O_DIRECTORY);
        int opened = open_by_handle_at(root, &handle.head, O_RDONLY | O_DIRECTORY);
        through("a handle of the root folder; opening it gave %d", opened);
        return;
    }
    held("%s", strerror(errno));
}
