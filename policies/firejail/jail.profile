# The jail of one run of learner code. Everything in it is the learner's; nothing of ours may be reached from it.
# What differs by machine (which folders exist) and by toolchain (what it must read) is added by
# kiosk_agent/runner/jail/sandbox.py. Nothing secret may stand here: the jail can read firejail's arguments.
# Tests: tests/jail.

quiet
# How the harness ended, whatever outlived it: firejail would say how the last process did, which a program can choose.
deterministic-exit-code

# --- who it is --------------------------------------------------------------------------------------------------------
# Own user namespace with one account in it, no capability, and no way to gain any.
noroot
nogroups
caps.drop all
nonewprivs
# `unshare -Ur` would pass all of the above.
restrict-namespaces
apparmor

# --- what it may ask of the kernel ------------------------------------------------------------------------------------
# One seccomp line only: firejail stops at a second. Added to its own list is what that list lets through.
# (memfd_secret is not known to firejail's filter; what it gives counts against 8 MiB of locked memory.)
seccomp io_uring_setup,io_uring_enter,io_uring_register,memfd_create,kcmp,userfaultfd,socket,connect,bind,listen,mq_open,shmget,semget,msgget,mknod,mknodat,quotactl
# No 32-bit system calls, which a 64-bit filter would not see.
seccomp.block-secondary
# Its own SysV and POSIX queues and memory: a second jail once read what a first had left.
ipc-namespace

# --- whom it may talk to ----------------------------------------------------------------------------------------------
net none
# NETLINK, VSOCK and PACKET are not stopped by an empty network.
protocol unix
dbus-user none
dbus-system none
x11 none

# --- what it sees -----------------------------------------------------------------------------------------------------
private-dev
nodvd
noinput
nosound
notv
nou2f
novideo
no3d
machine-id
hostname kiosk
# Under each of these only what a toolchain reads is left; `nothing` stands for nothing.
whitelist /etc/ld.so.cache
whitelist /etc/passwd
whitelist /run/nothing
whitelist /tmp/nothing
whitelist /usr/bin/nothing
whitelist /usr/lib/x86_64-linux-gnu
whitelist /usr/share/nothing
blacklist /usr/games
blacklist /usr/include
blacklist /usr/libexec
blacklist /usr/local
blacklist /usr/sbin
blacklist /usr/src
blacklist /sys
# The numbers and owners of all keys of the account, outside too.
blacklist /proc/keys
blacklist /proc/key-users

# --- where it may write: nowhere --------------------------------------------------------------------------------------
# The program comes in on stdin and stays in memory, so there is nothing to fill and nothing to leave behind.
read-only ${HOME}
read-only /tmp
read-only /var/tmp
read-only /dev/shm
