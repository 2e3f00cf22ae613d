"""What a kiosk is once it has booted, asked of the kiosk itself."""

import re

from image.emulator.machine import Machine

ACCOUNTS_OF_OURS = ("learner", "kiosk-agent", "kiosk-runner")
LOGIN_PROGRAMS = re.compile(r"\b(agetty|getty|login|sshd|sulogin|dropbear|in\.telnetd)\b")


def test_no_unit_has_failed(kiosk: Machine) -> None:
    assert kiosk.shell("systemctl --failed --no-legend --plain").output == ""
    assert kiosk.shell("systemctl is-system-running").output == "running"


def test_nothing_listens_on_the_network(kiosk: Machine) -> None:
    # The kernel's own tables: state 0A is LISTEN; an unconnected UDP socket is in state 07.
    tables = kiosk.shell("cat /proc/net/tcp /proc/net/tcp6 /proc/net/udp /proc/net/udp6 /proc/net/raw 2>/dev/null")
    sockets = [line.split() for line in tables.lines if not line.lstrip().startswith("sl")]
    listening = [fields for fields in sockets if fields[3] in {"0A", "07"}]
    # DHCP's client port (68, hexadecimal 44) is how the kiosk hears of its lease; nothing else.
    assert [fields[1] for fields in listening if not fields[1].endswith(":0044")] == []


def test_firejail_is_the_only_program_with_more_rights_than_who_starts_it(kiosk: Machine) -> None:
    # What starts the account of a jail has fewer.
    found = kiosk.shell("find / -xdev -type f -perm /6000 -printf '%h %u\\n' | sort -u", timeout_seconds=300)
    jails = [f"/usr/lib/outset-accounts outset-jail-{number}" for number in range(60600, 60616)]
    assert found.lines == ["/usr/bin root", *jails]
    found = kiosk.shell("find / -xdev -type f -perm /6000 -user root", timeout_seconds=300)
    assert found.lines == ["/usr/bin/firejail"]
    owner = kiosk.shell("stat -c '%a %U %G' /usr/bin/firejail")
    assert owner.output == "4750 root kiosk-runner"
    capable = kiosk.shell(
        """python3 - <<'E'
import os
for folder, folders, files in os.walk("/"):
    folders[:] = [each for each in folders if not os.path.ismount(os.path.join(folder, each))]
    for name in files:
        path = os.path.join(folder, name)
        if not os.path.islink(path) and "security.capability" in os.listxattr(path):
            print(path)
E""",
        timeout_seconds=300,
    )
    assert capable.exit_code == 0
    assert capable.lines == []


def test_no_login_program_runs(kiosk: Machine) -> None:
    running = kiosk.shell("cat /proc/[0-9]*/comm").lines
    assert running
    assert [name for name in running if LOGIN_PROGRAMS.search(name)] == []


def test_nobody_has_a_password_or_a_shell(kiosk: Machine) -> None:
    shadow = [line.split(":") for line in kiosk.shell("cat /etc/shadow").lines]
    assert [fields[0] for fields in shadow if not fields[1].startswith(("!", "*"))] == []
    passwd = [line.split(":") for line in kiosk.shell("cat /etc/passwd").lines]
    assert {fields[0] for fields in passwd} >= set(ACCOUNTS_OF_OURS)
    assert [fields[0] for fields in passwd if not fields[6].endswith(("/nologin", "/false"))] == []
    # An empty second field in passwd would be a login without a password, whatever shadow says.
    assert [fields[0] for fields in passwd if fields[1] != "x"] == []


def test_root_is_read_only_and_proved_block_by_block(kiosk: Machine) -> None:
    source, kind, options = kiosk.shell("findmnt -n -o SOURCE,FSTYPE,OPTIONS /").output.split()
    assert source == "/dev/mapper/root"
    assert kind == "erofs"
    assert "ro" in options.split(",")
    # V: every block that was read so far was as its hash says.
    assert re.fullmatch(r"0 \d+ verity V.*", kiosk.shell("dmsetup status root").output)
    proved = kiosk.shell("dmsetup table root").output
    command_line = kiosk.shell("cat /proc/cmdline").output
    root_hash = re.search(r"roothash=([0-9a-f]{64})", command_line)
    assert root_hash
    assert root_hash.group(1) in proved
    assert kiosk.shell("touch /usr/bin/anything").exit_code != 0


def test_secure_boot_is_on_and_the_kernel_locked_down(kiosk: Machine) -> None:
    # The last byte of the firmware's variable: 1 is on.
    variable = "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"
    assert kiosk.shell(f"od -An -tu1 {variable}").output.split()[-1] == "1"
    assert "[confidentiality]" in kiosk.shell("cat /sys/kernel/security/lockdown").output


def test_only_places_for_state_can_be_written(kiosk: Machine) -> None:
    mounts = [line.split() for line in kiosk.shell("findmnt -rn -o TARGET,FSTYPE,OPTIONS").lines]
    writable_disk = [
        (target, options.split(","))
        for target, kind, options in mounts
        if kind in {"ext4", "vfat", "xfs", "btrfs"} and "rw" in options.split(",")
    ]
    assert writable_disk
    for target, options in writable_disk:
        assert {"nosuid", "nodev"} <= set(options), target


def test_no_server_code_and_no_exemplar_is_on_the_kiosk(kiosk: Machine) -> None:
    found = kiosk.shell(
        "find / -xdev ( -name classroom_server -o -name 'exemplar*' -o -name 'wrong*' -path '*/tracks/*' )"
        " 2>/dev/null".replace("(", r"\(").replace(")", r"\)"),
        timeout_seconds=300,
    )
    assert found.lines == []
