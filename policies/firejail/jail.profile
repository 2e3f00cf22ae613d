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
# Watches are counted for root, who makes the jail's user namespace, and locks are seen by whoever reads the same file:
# one jail could use them up for all, or see what others do.
# Whoever reads a file may have the machine forget it, and the next learner waits for the disk. Filters that nobody uses any
# more, held by a supervisor's descriptor, are memory that is counted to nobody. Longer turns make others wait.
# (Calls that are newer than firejail's own list cannot be refused: it takes a number for one that it does not know, and
# leaves it out without a word. memfd_secret is one; what it gives counts against 8 MiB of locked memory.)
seccomp io_uring_setup,io_uring_enter,io_uring_register,memfd_create,kcmp,userfaultfd,socket,connect,bind,listen,mq_open,shmget,semget,msgget,mknod,mknodat,quotactl,inotify_init,inotify_init1,inotify_add_watch,fanotify_init,flock,io_setup,fadvise64,seccomp,sched_setattr
# No 32-bit system calls, which a 64-bit filter would not see.
seccomp.block-secondary
# Its own SysV and POSIX queues and memory: a second jail once read what a first had left.
ipc-namespace

# Queued signals and timers, too, are counted outside of it.
rlimit-sigpending 128

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
whitelist /var/nothing
blacklist /boot
blacklist /home
blacklist /lost+found
blacklist /media
blacklist /mnt
blacklist /opt
blacklist /root
blacklist /srv
blacklist /usr/games
blacklist /usr/include
blacklist /usr/libexec
blacklist /usr/local
blacklist /usr/sbin
blacklist /usr/src
blacklist /sys
# What names this machine, its start or its hardware, and what others do on it. Numbers and owners of keys, too.
blacklist /proc/acpi
blacklist /proc/asound
blacklist /proc/buddyinfo
blacklist /proc/bus
blacklist /proc/cgroups
blacklist /proc/cmdline
blacklist /proc/config.gz
blacklist /proc/consoles
blacklist /proc/crypto
blacklist /proc/devices
blacklist /proc/diskstats
blacklist /proc/dma
blacklist /proc/driver
blacklist /proc/execdomains
blacklist /proc/fb
blacklist /proc/filesystems
blacklist /proc/fs
blacklist /proc/interrupts
blacklist /proc/iomem
blacklist /proc/ioports
blacklist /proc/irq
blacklist /proc/kallsyms
blacklist /proc/kcore
blacklist /proc/key-users
blacklist /proc/keys
blacklist /proc/kmsg
blacklist /proc/kpagecgroup
blacklist /proc/kpagecount
blacklist /proc/kpageflags
blacklist /proc/loadavg
blacklist /proc/locks
blacklist /proc/mdstat
blacklist /proc/misc
blacklist /proc/modules
blacklist /proc/mtrr
blacklist /proc/pagetypeinfo
blacklist /proc/partitions
blacklist /proc/pressure
blacklist /proc/sched_debug
blacklist /proc/schedstat
blacklist /proc/scsi
blacklist /proc/slabinfo
blacklist /proc/softirqs
blacklist /proc/swaps
blacklist /proc/sys
blacklist /proc/sysrq-trigger
blacklist /proc/sysvipc
blacklist /proc/timer_list
blacklist /proc/tty
blacklist /proc/version
blacklist /proc/version_signature
blacklist /proc/vmallocinfo
blacklist /proc/vmstat
blacklist /proc/zoneinfo

# --- where it may write: nowhere --------------------------------------------------------------------------------------
# The program comes in on stdin and stays in memory, so there is nothing to fill and nothing to leave behind.
read-only ${HOME}
read-only /tmp
read-only /var/tmp
read-only /dev/shm
