#!/usr/bin/env bash
# Runs a command as root inside a Debian tree that believes it is the whole machine: its own mounts, nothing of ours.
# usage: enter_tree.sh TREE COMMAND…
set -euo pipefail
tree=$1
shift
# shellcheck disable=SC2016 # expanded by the inner shell
exec unshare --mount --propagation private bash -euc '
  tree=$1; shift
  mount --bind "$tree" "$tree"; cd "$tree"
  mkdir -p .old; mount -t proc proc proc; mount -t sysfs sys sys
  mount -t tmpfs dev dev -o mode=755
  for node in null zero full random urandom tty; do touch dev/$node; mount --bind /dev/$node dev/$node; done
  mkdir dev/pts dev/shm
  mount -t devpts devpts dev/pts -o newinstance,ptmxmode=0666,mode=620,gid=5
  ln -s pts/ptmx dev/ptmx; ln -s /proc/self/fd dev/fd
  mount -t tmpfs shm dev/shm -o mode=1777; mount -t tmpfs run run -o mode=755; mount -t tmpfs tmp tmp -o mode=1777
  cp -f /etc/resolv.conf etc/resolv.conf
  pivot_root . .old; cd /; umount -l /.old
  exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 TERM=xterm-256color "$@"
' enter "$tree" "$@"
