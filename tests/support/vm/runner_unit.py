"""The runner's own unit on a kiosk, with an extension laid over /usr and another program in the runner's place."""

import base64
import contextlib
import gzip
import hashlib
import zlib
from dataclasses import dataclass
from typing import Self

from image.emulator.machine import Machine

UNIT = "kiosk-runner.service"
FOLDER = "/run/outset-tests"
# All else, its limits and its hardening above all, stays as the image has it.
DROP_IN = f"""[Service]
Type=oneshot
Restart=no
WatchdogSec=0
TimeoutStartSec=90min
ExecStart=
ExecStart=/bin/sh {FOLDER}/program
StandardOutput=truncate:{FOLDER}/output
StandardError=inherit
"""
# Where the runner may write. On the emulated kiosk all takes ten times as long; only the times of its policies differ.
POLICIES = "/run/kiosk-runner/policies"
READ_SECONDS = 300
READINGS = 5


def patient(wall_seconds: int, cpu_seconds: int) -> str:
    """Return the shell commands that make POLICIES of the kiosk's own. No compiler's warm-up is cut short by them."""
    return f"""cp -r /usr/share/outset/policies {POLICIES}
chmod -R go+rX {POLICIES}
sed -i 's/^wall_seconds = .*/wall_seconds = {wall_seconds}/' {POLICIES}/toolchains/*.toml
sed -i 's/cpu_seconds = .*/cpu_seconds = {cpu_seconds}/; s/^hurries = .*//' {POLICIES}/toolchains/*.toml
"""


@dataclass(frozen=True)
class RunnerUnit:
    """Runs programs as the runner would be run, one at a time."""

    kiosk: Machine

    @classmethod
    def with_extension(cls, kiosk: Machine, folder: str) -> Self:
        """Take the runner's place, with the open extension in `folder`."""
        drop_in = f"{DROP_IN}ExtensionDirectories={folder}\n"
        kiosk.shell(f"mkdir -p {FOLDER} /run/systemd/system/{UNIT}.d")
        kiosk.shell(f"systemctl stop {UNIT}", timeout_seconds=300)
        kiosk.shell(f"cat >/run/systemd/system/{UNIT}.d/60-tests.conf <<'E'\n{drop_in}E\nsystemctl daemon-reload")
        return cls(kiosk)

    def run(self, program: str, timeout_seconds: float = 900) -> str:
        """Return what a shell program, run to its end in the unit, wrote to stdout and stderr together."""
        self.kiosk.shell(f"cat >{FOLDER}/program <<'PROGRAM-ENDS'\n{program}\nPROGRAM-ENDS")
        # Its exit code is the program's own affair: what it wrote is looked at.
        self.kiosk.shell(f"systemctl start {UNIT}", timeout_seconds)
        return self._output()

    def _output(self) -> str:
        # On a machine with much else to do, the emulated serial port loses a letter now and then.
        for _ in range(READINGS):
            packed = self.kiosk.shell(f"gzip -c {FOLDER}/output | base64; sha256sum <{FOLDER}/output", READ_SECONDS)
            *letters, checksum = packed.lines
            with contextlib.suppress(ValueError, OSError, zlib.error, EOFError):
                output = gzip.decompress(base64.b64decode("".join(letters), validate=True))
                if hashlib.sha256(output).hexdigest() == checksum.split()[0]:
                    return output.decode()
        raise AssertionError(f"the serial port gave the output wrongly {READINGS} times: {packed.output[-1000:]}")

    def set(self, line: str) -> None:
        """Change one setting of the unit, until it is given back; an empty line changes none."""
        file = f"/run/systemd/system/{UNIT}.d/70-changed.conf"
        self.kiosk.shell(f"printf '[Service]\\n{line}\\n' >{file}; systemctl daemon-reload")

    def properties(self) -> dict[str, str]:
        """Return what systemd says of the unit."""
        shown = self.kiosk.shell(f"systemctl show {UNIT}")
        return dict(line.split("=", 1) for line in shown.lines if "=" in line)

    def give_back(self) -> None:
        """Let the runner have its place again."""
        undone = self.kiosk.shell(
            f"rm -r /run/systemd/system/{UNIT}.d {FOLDER} && systemctl daemon-reload && systemctl start {UNIT}",
            timeout_seconds=600,
        )
        assert undone.exit_code == 0, undone.output
