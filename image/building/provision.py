"""A root made by Ansible: a bare Debian 13 tree, then everything but our programs, then those."""

from dataclasses import dataclass
from pathlib import Path

from image import cache, trees
from image.building.boot_parts import BootParts
from image.building.software import Software
from image.paths import BUILD, POLICIES, PROVISIONING, VENV
from image.site import ImageSite
from kiosk_agent import process
from kiosk_agent.toolchains.facts import Carrier

PLAY_SECONDS = 1800
STAGE = Path("/mnt")
# Debian's own .pyc are believed only while their sources keep their time, and on an image all files have one time.
COMPILE_LIBRARY = (
    'chroot "$1" python3 -m compileall -q -f -j 0 --invalidation-mode unchecked-hash'
    " /usr/lib/python3.13 /usr/lib/python3"
)
AGENT_ROLE = "agent"


@dataclass(frozen=True)
class Variables:
    """What the roles are told, beside their defaults."""

    site: ImageSite
    version: str
    built_at: str
    """RFC 3339."""

    def words(self) -> list[str]:
        """Return them as ansible-playbook takes them."""
        pairs = {
            "base_version": self.version,
            "agent_server_url": self.site.server_url,
            "agent_built_at": self.built_at,
            "firewall_server_address": self.site.address,
            "firewall_server_port": str(self.site.port),
        }
        return [word for name, value in pairs.items() for word in ("--extra-vars", f"{name}={value}")]


def base() -> Path:
    """Return the bare tree: Debian's packages and nothing of ours."""
    return trees.tree("base", "Debian 13 base of the kiosk", toolchains_on=[Carrier.IMAGE], hooks=[COMPILE_LIBRARY])


def platform(bare: Path, parts: BootParts, software: Software, variables: Variables) -> Path:
    """Return the root without our programs; changing only those makes nothing of it again."""
    agent = PROVISIONING / "roles" / AGENT_ROLE
    play = [path for path in cache.files_under(PROVISIONING) if agent not in path.parents]
    site = variables.site
    # The jail's policies are installed with our programs.
    policies = [path for path in sorted(POLICIES.iterdir()) if path.name not in {"firejail", "toolchains", "README.md"}]
    key = cache.key(bare.name, parts.folder.name, *play, *policies, variables.version, site.address, str(site.port))

    def make(partial: Path) -> None:
        copy_tree(bare, partial)
        copy_tree(parts.modules, partial / "usr/lib/modules")
        play_over(partial, software.stage, variables, ["--skip-tags", AGENT_ROLE])

    return cache.keep("Kiosk without our programs (Ansible)", BUILD / "platform", key, make)


def root(platform_tree: Path, software: Software, variables: Variables) -> Path:
    """Return the whole root."""
    agent = PROVISIONING / "roles" / AGENT_ROLE
    key = cache.key(platform_tree.name, software.key, agent, variables.built_at, variables.site.server_url)

    def make(partial: Path) -> None:
        copy_tree(platform_tree, partial)
        play_over(partial, software.stage, variables, ["--tags", AGENT_ROLE])

    return cache.keep("Kiosk with our programs (Ansible)", BUILD / "root", key, make)


def play_over(tree: Path, stage: Path, variables: Variables, selection: list[str]) -> str:
    """Apply provisioning/image.yml to a tree and return what Ansible said. Raises ProgramFailed."""
    argv: list[str | Path] = [VENV / "bin/ansible-playbook", *variables.words(), *selection]
    argv += ["--inventory", "kiosk,", "--extra-vars", f"ansible_host={tree}"]
    argv += ["--connection", "community.general.chroot", PROVISIONING / "image.yml"]
    said = process.run(
        trees.beside(tree, argv, bind=[(stage, STAGE)]),
        timeout_seconds=PLAY_SECONDS,
        cwd=PROVISIONING,
        extra_environment={"ANSIBLE_CONFIG": str(PROVISIONING / "ansible.cfg"), "LC_ALL": "C.UTF-8"},
    )
    # Where Ansible keeps what it copies; nothing of ours.
    cache.remove(tree / "root/.ansible")
    return said


def copy_tree(source: Path, destination: Path) -> None:
    """Copy a tree with its accounts, modes and times."""
    destination.parent.mkdir(parents=True, exist_ok=True)
    process.run(
        ["cp", "--archive", "--reflink=auto", "--no-target-directory", source, destination],
        timeout_seconds=PLAY_SECONDS,
    )
