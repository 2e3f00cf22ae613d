from pathlib import Path

import pytest

from kiosk_agent.errors import JailUnavailable
from kiosk_agent.runner.jail.control_group import ControlGroups, RunGroupV2
from kiosk_agent.runner.jail.places import Places
from kiosk_agent.runner.jail.proof import CAPABILITY_SETS, NAMESPACES, Proof, missing_proofs
from kiosk_agent.runner.jail.sandbox import HIDDEN_BY_PROFILE, SYSTEM_FOLDERS, firejail_arguments, hidden_paths
from kiosk_agent.toolchains.toolchain import Toolchain, load_toolchains
from tests.support.checkout import ROOT

OURS = {name: f"{name}:[1]" for name in NAMESPACES}
JAILED = Proof(
    namespaces={name: f"{name}:[2]" for name in NAMESPACES},
    status={"Uid": "999 999 999 999", "Seccomp": "2", "NoNewPrivs": "1"} | dict.fromkeys(CAPABILITY_SETS, "0" * 16),
    interfaces=("lo",),
)


@pytest.fixture(scope="module")
def toolchains() -> dict[str, Toolchain]:
    return load_toolchains(ROOT / "policies")


def places() -> Places:
    return Places(ROOT / "policies", Path("/usr/lib/h"), Path("/usr/share/n/node_modules"), Path("/var/lib/runner"))


def test_every_toolchain_has_a_harness_and_its_own_name(toolchains: dict[str, Toolchain]) -> None:
    for name, toolchain in toolchains.items():
        assert (ROOT / "policies/toolchains" / f"{name}.toml").is_file()
        assert (ROOT / "kiosk_agent/toolchains" / toolchain.facts.harness / "harness").is_dir()
        assert toolchain.limits.wall_seconds <= toolchain.limits.cpu_seconds


def test_command_carries_every_limit_and_ends_with_the_program(toolchains: dict[str, Toolchain]) -> None:
    for toolchain in toolchains.values():
        words = firejail_arguments(Path("/usr/bin/firejail"), toolchain, places(), 7)
        assert words[0] == "/usr/bin/firejail"
        before = words[1 : words.index(f"--profile={ROOT}/policies/firejail/jail.profile")]
        # What a toolchain reads from there is whitelisted; nothing else of them is shown.
        assert set(before) <= {"--noblacklist=/usr/include", "--noblacklist=/usr/libexec"}
        assert "--keep-fd=7" in words
        for limit in ("as", "cpu", "fsize", "nofile", "nproc"):
            assert sum(word.startswith(f"--rlimit-{limit}=") for word in words) == 1
        assert words[-len(toolchain.command) :][0] == toolchain.command[0]
        assert not [word for word in words if "{" in word]
        # firejail would start the program through the account's shell.
        assert "--" not in words


def test_command_gives_only_what_the_policy_names_and_the_run_has(toolchains: dict[str, Toolchain]) -> None:
    scratch, ahead = Path("/run/outset-scratch/0/room"), Path("/var/lib/runner/ahead/toy")
    for toolchain in toolchains.values():
        words = firejail_arguments(Path("/usr/bin/firejail"), toolchain, places(), 7, scratch, ahead)
        options = words[1 : -len(toolchain.command)]
        named = {
            kind: frozenset(word.partition("=")[2] for word in options if word.startswith(f"--{kind}="))
            for kind in ("whitelist", "read-write", "blacklist", "noblacklist")
        }
        own = {"/usr/lib/h/" + f"{name}/harness" for name in (toolchain.facts.harness, *toolchain.facts.shares)}
        own |= {str(scratch), str(ahead)}
        if toolchain.needs_node_modules:
            own.add("/usr/share/n/node_modules")
        programs = {str(toolchain.program), str(toolchain.program.resolve())}
        read = named["whitelist"] - own
        assert own <= named["whitelist"]
        for path in read - programs:
            assert any(Path(path).match(pattern) for pattern in toolchain.reads), path
        assert named["read-write"] == {str(scratch)}
        # Of the machine's folders only those that hold something of its own, and none in them.
        assert named["blacklist"] == {str(path) for path in hidden_paths()}
        assert all(path.count("/") == 1 for path in named["blacklist"])
        # No further option holds a path.
        rest = [word for word in options if word.removeprefix("--").partition("=")[0] not in named and "/" in word]
        assert rest == [f"--profile={ROOT}/policies/firejail/jail.profile"]


def test_whole_machine_is_hidden_but_for_the_system() -> None:
    lines = (ROOT / "policies/firejail/jail.profile").read_text().splitlines()
    for name in HIDDEN_BY_PROFILE:
        assert f"blacklist /{name}" in lines
    hidden = {str(path) for path in hidden_paths()}
    assert hidden == {f"/{path.name}" for path in Path("/").iterdir()} - {
        f"/{name}" for name in SYSTEM_FOLDERS | HIDDEN_BY_PROFILE
    }
    # Of /var only the way to what a toolchain reads.
    assert "whitelist /var/nothing" in lines


def test_profile_holds_every_wall() -> None:
    lines = (ROOT / "policies/firejail/jail.profile").read_text().splitlines()
    for wall in (
        "noroot",
        "caps.drop all",
        "nonewprivs",
        "restrict-namespaces",
        "ipc-namespace",
        "net none",
        "protocol unix",
        "seccomp.block-secondary",
        "private-dev",
        "read-only ${HOME}",
        "read-only /tmp",
        "read-only /dev/shm",
    ):
        assert lines.count(wall) == 1, wall
    assert sum(line.startswith("seccomp ") for line in lines) == 1


def test_proof_of_a_jail_lacks_nothing() -> None:
    assert missing_proofs(JAILED, OURS, 999) == []


@pytest.mark.parametrize("name", NAMESPACES)
def test_shared_or_unknown_namespace_is_no_jail(name: str) -> None:
    for value in (OURS[name], ""):
        weaker = JAILED.model_copy(update={"namespaces": JAILED.namespaces | {name: value}})
        assert missing_proofs(weaker, OURS, 999) == [f"its own {name} namespace"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("Seccomp", "0"), ("Seccomp", "1"), ("NoNewPrivs", "0"), ("Uid", "0 0 0 0"), ("Uid", "999 0 999 999")]
    + [(name, "0000000000000001") for name in CAPABILITY_SETS]
    + [(name, "") for name in CAPABILITY_SETS],
)
def test_missing_wall_is_no_jail(field: str, value: str) -> None:
    weaker = JAILED.model_copy(update={"status": JAILED.status | {field: value}})
    assert len(missing_proofs(weaker, OURS, 999)) == 1


def test_network_and_root_are_no_jail() -> None:
    assert missing_proofs(JAILED.model_copy(update={"interfaces": ("lo", "eth0")}), OURS, 999) == ["no network"]
    assert missing_proofs(JAILED, OURS, 0) == ["its own account"]


@pytest.mark.parametrize("text", ["", "command = 3", "command = ['x']\n[limits]\n", "not toml ["])
def test_broken_toolchain_is_refused_by_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "toolchains").mkdir()
    (tmp_path / "toolchains/x.toml").write_text(text)
    with pytest.raises(JailUnavailable, match=r"x\.toml is no toolchain"):
        load_toolchains(tmp_path)


def test_folder_without_toolchains_is_refused(tmp_path: Path) -> None:
    with pytest.raises(JailUnavailable, match="holds no toolchain"):
        load_toolchains(tmp_path)


def test_without_control_groups_the_runner_says_so_and_goes_on(toolchains: dict[str, Toolchain]) -> None:
    groups = ControlGroups(bases={})
    assert "per-process limits only" in groups.describe()
    assert groups.for_run(toolchains["python"].limits) is None


def test_run_group_of_the_unified_hierarchy_is_limited_and_read(
    tmp_path: Path, toolchains: dict[str, Toolchain]
) -> None:
    limits = toolchains["python"].limits
    group = ControlGroups(bases={"memory": tmp_path, "pids": tmp_path}).for_run(limits)
    assert isinstance(group, RunGroupV2)
    (folder,) = tmp_path.iterdir()
    assert group.entrances == (folder / "cgroup.procs",)
    assert (folder / "memory.max").read_text() == str(limits.memory_bytes)
    assert int((folder / "pids.max").read_text()) > limits.processes
    assert group.limits_reached() == ()
    (folder / "memory.events").write_text("low 0\noom 1\noom_kill 1\n")
    (folder / "pids.events").write_text("max 3\n")
    assert group.limits_reached() == ("memory", "processes")
    (folder / "cgroup.procs").write_text("12\n13\n")
    assert group.holds(12)
    assert not group.holds(1)
