"""What of ours goes on a kiosk: programs, libraries, tracks and policies, gathered where Ansible takes them from."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from image import cache, registries, trees
from image.paths import BUILD, CHECKOUT, POLICIES, TRACKS, VENV
from kiosk_agent import process
from kiosk_agent.catalogues import compile_in_place
from kiosk_agent.curriculum import build_bundle

# How something is made is one of the things that it is made from.
THIS = Path(__file__)
PYTHON_VERSION = "3.13"
LIBRARIES_HOME = "/usr/lib/outset"
# What developers' machines need to have jails: it becomes other accounts, and mounts as root.
NEVER_ON_A_KIOSK = Path("runner/host")
REGISTRY_SECONDS = 900
COMPILE_SECONDS = 300


@dataclass(frozen=True)
class Software:
    """Folders to be installed; `stage` holds them under the names that the roles know."""

    stage: Path
    key: str


def gather(base: Path, ca_path: Path) -> Software:
    """Return the kiosk's software, compiled by the Python of `base`."""
    libraries = python_libraries(base)
    modules = node_modules()
    sources = [CHECKOUT / "kiosk_agent", POLICIES, TRACKS]
    key = cache.key(
        THIS, base.name, libraries.name, modules.name, *(each for each in sources if each.exists()), ca_path
    )

    def make(partial: Path) -> None:
        shutil.copytree(libraries, partial / "libraries")
        copy_programs(CHECKOUT / "kiosk_agent", partial / "programs/kiosk_agent")
        compile_in_place(partial / "programs/kiosk_agent")
        _compile(base, partial / "programs")
        share = partial / "share"
        shutil.copytree(modules / "node_modules", share / "node_modules")
        shutil.copyfile(ca_path, share / "ca.pem")
        (share / "tracks").mkdir()
        for track in sorted(TRACKS.glob("*/config.json")):
            build_bundle(track.parent, share / "tracks" / track.parent.name)
        _copy_sources(POLICIES, partial / "policies")
        _settle(partial)

    return Software(cache.keep("Programs, tracks and policies", BUILD / "software", key, make), key)


def python_libraries(base: Path) -> Path:
    """Return the wheels of uv.lock's `kiosk` group, unpacked and compiled for the image's Python."""
    uv = os.environ.get("OUTSET_UV") or os.fspath(BUILD / "uv/bin/uv")

    def make(partial: Path) -> None:
        wanted = partial.with_suffix(".txt")
        export = [uv, "export", "--locked", "--quiet", "--only-group", "kiosk", "--no-emit-project"]
        _from_registry([*export, "--python", VENV / "bin/python", "--output-file", wanted])
        _from_registry(
            [
                *(uv, "pip", "install", "--quiet", "--target", partial, "--requirements", wanted, "--require-hashes"),
                *("--python", VENV / "bin/python", "--python-version", PYTHON_VERSION, "--link-mode", "copy"),
                *("--python-platform", "x86_64-manylinux_2_28", "--only-binary", ":all:"),
            ]
        )
        wanted.unlink()
        # Commands of the libraries, and uv's own lock: nobody calls them on a kiosk.
        cache.remove(partial / "bin")
        cache.remove(partial / ".lock")
        _compile(base, partial)

    key = cache.key(THIS, base.name, PYTHON_VERSION, CHECKOUT / "uv.lock")
    return cache.keep("Python libraries of the kiosk", BUILD / "libraries", key, make)


def node_modules() -> Path:
    """Return a folder whose node_modules holds what npm has for harnesses, locked."""
    manifest, lock = CHECKOUT / "package.json", CHECKOUT / "package-lock.json"

    def make(partial: Path) -> None:
        partial.mkdir()
        for each in (manifest, lock):
            shutil.copyfile(each, partial / each.name)
        quiet = ("--silent", "--ignore-scripts", "--no-audit", "--no-fund")
        # npm is a script of node, and both came with the locked Python environment.
        path = f"{VENV / 'bin'}:{process.DEFAULT_PATH}"
        _from_registry([VENV / "bin/npm", "ci", "--omit=dev", *quiet], cwd=partial, path=path)
        # npm leaves the folders of what it left out.
        for folder in (partial / "node_modules").iterdir():
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()

    return cache.keep("npm's libraries of the jail", BUILD / "node-modules", cache.key(THIS, manifest, lock), make)


def copy_programs(source: Path, destination: Path) -> None:
    """Copy of the package in `source` what a kiosk runs."""
    _copy_sources(source, destination)
    shutil.rmtree(destination / NEVER_ON_A_KIOSK)


def _copy_sources(source: Path, destination: Path) -> None:
    left_behind = shutil.ignore_patterns("__pycache__", "*.swp", "tests")
    shutil.copytree(source, destination, ignore=left_behind)


def _from_registry(argv: list[str | Path], *, cwd: Path = CHECKOUT, path: str | None = None) -> None:
    process.run(
        argv,
        timeout_seconds=REGISTRY_SECONDS,
        cwd=cwd,
        extra_environment={**registries.environment(), **({"PATH": path} if path else {})},
        hint="make sure that this machine reaches its package registries",
    )


def _compile(base: Path, folder: Path) -> None:
    # Hashes, unchecked: files on the image have one fixed time, and looking at the source costs a start 1.5 s.
    compiler = ["/usr/bin/python3", "-m", "compileall", "-q", "-j", "0", "--invalidation-mode", "unchecked-hash"]
    inside = Path("/mnt")
    trees.run_in(
        base,
        [*compiler, "-s", inside, "-p", LIBRARIES_HOME, inside],
        timeout_seconds=COMPILE_SECONDS,
        bind=[(folder, inside)],
    )


def _settle(folder: Path) -> None:
    for path in folder.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or (path.is_file() and os.access(path, os.X_OK)) else 0o644)
