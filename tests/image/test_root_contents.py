"""What is on a kiosk and what is not, read from its root."""

import re
import tomllib
from pathlib import Path

import pytest

from image.building.build import Image
from image.building.software import NEVER_ON_A_KIOSK
from image.paths import KEYS, SITE
from kiosk_agent.curriculum import load_track
from kiosk_agent.settings import KioskSettings

SHARE = "usr/share/outset"
LIBRARY = "usr/lib/outset"
# What passwords and private keys look like wherever they stand.
SECRET = re.compile(
    rb"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\n[A-Za-z0-9+/=\n]{40}"
    rb"|\$1\$[./A-Za-z0-9]{1,8}\$[./A-Za-z0-9]{22}"
    rb"|\$[56]\$(?:rounds=\d+\$)?[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{43,86}"
    rb"|\$(?:y|7|gy)\$[./A-Za-z0-9]+\$[./A-Za-z0-9]{1,86}\$[./A-Za-z0-9]{43}"
    rb"|\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}"
    rb"|\$argon2(?:i|d|id)\$v=\d+\$m="
)
SERVER_LIBRARIES = ("fastapi", "sqlalchemy", "uvicorn", "alembic", "argon2", "jinja2", "starlette", "playwright")


def test_no_server_code_is_on_a_kiosk(root: Path, root_files: list[Path]) -> None:
    named = [str(path.relative_to(root)) for path in root_files if "classroom_server" in str(path.relative_to(root))]
    assert named == []
    assert [name for name in SERVER_LIBRARIES if (root / LIBRARY / name).exists()] == []
    mentions = [
        path for path in (root / LIBRARY / "kiosk_agent").rglob("*.py") if "classroom_server" in path.read_text()
    ]
    assert mentions == []


def test_what_only_developers_machines_need_is_on_no_kiosk(root: Path) -> None:
    programs = root / LIBRARY / "kiosk_agent"
    assert (programs / NEVER_ON_A_KIOSK).parent.is_dir()
    assert not (programs / NEVER_ON_A_KIOSK).exists()


def test_tracks_hold_no_right_or_wrong_answer(root: Path) -> None:
    tracks = sorted((root / SHARE / "tracks").iterdir())
    assert tracks
    for folder in tracks:
        assert load_track(folder).exercises
        answers = [path for path in folder.rglob("*") if re.search(r"exemplar|\bexample\b|wrong|invalidat", path.name)]
        assert answers == []


def test_no_tests_of_ours_and_no_page_of_the_trainer_is_on_a_kiosk(root: Path) -> None:
    named_so = (root / LIBRARY / "kiosk_agent").rglob("test_*.py")
    # A toolchain's test_names.py finds the tests of an exercise; it is none.
    assert [path for path in named_so if path.name != "test_names.py"] == []
    modules = {path.name for path in (root / SHARE / "node_modules").iterdir()}
    assert "expect" in modules
    assert modules & {"htmx.org", "htmx-ext-sse", "@picocss"} == set()


def test_no_password_and_no_private_key_is_on_a_kiosk(root: Path, root_files: list[Path]) -> None:
    found = [str(path.relative_to(root)) for path in root_files if SECRET.search(path.read_bytes())]
    assert found == []


@pytest.mark.parametrize(
    "secret",
    [
        "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIFb6CJYbH3QkEBnZ0Y2x7DkG\n",
        "$6$saltsalt$" + "x" * 86,
        "$y$j9T$saltsalt$" + "x" * 43,
        "$2b$12$" + "x" * 53,
        "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$x",
    ],
)
def test_a_secret_would_have_been_found(secret: str) -> None:
    assert SECRET.search(b"before " + secret.encode() + b" after")


def test_no_secret_of_the_site_is_on_a_kiosk(built: Image, root_files: list[Path]) -> None:
    # An empty file there says by its name alone that the folder is in use.
    files = [path for path in (*KEYS.glob("*.key"), *(SITE / "data/secrets").glob("*")) if path.is_file()]
    secrets = [path for path in files if path.stat().st_size]
    assert secrets
    assert built.root.exists()
    # The middle of a file is enough to know it by, however it was wrapped.
    marks = [path.read_bytes()[60:100].strip() for path in secrets]
    assert all(len(mark) > 16 for mark in marks)
    small = [path for path in root_files if path.stat().st_size < 1_000_000]
    assert [path for path in small if any(mark in path.read_bytes() for mark in marks)] == []


def test_settings_are_whole_and_their_paths_are_there(root: Path) -> None:
    settings = KioskSettings.load(root / SHARE / "kiosk.toml")
    for path in (settings.ca_path, settings.tracks_path, settings.policies_path, settings.node_modules_path):
        assert (root / path.relative_to("/")).exists(), path
    assert "BEGIN CERTIFICATE" in (root / settings.ca_path.relative_to("/")).read_text(encoding="ascii")


def test_programs_are_compiled_for_a_quick_start(root: Path) -> None:
    sources = [path for path in (root / LIBRARY / "kiosk_agent").rglob("*.py") if path.stat().st_size]
    missing = [path for path in sources if not list(path.parent.glob(f"__pycache__/{path.stem}.cpython-313.pyc"))]
    assert sources
    assert missing == []
    compiled = (root / LIBRARY / "textual/__pycache__/app.cpython-313.pyc").read_bytes()
    # Flags 1: believed by hash, and not checked. Files of an image have one time, so times say nothing.
    assert int.from_bytes(compiled[4:8], "little") == 1


def test_toolchains_name_programs_that_are_there(root: Path) -> None:
    toolchains = sorted((root / SHARE / "policies/toolchains").glob("*.toml"))
    assert {path.stem for path in toolchains} >= {"javascript", "python"}
    for path in toolchains:
        assert tomllib.loads(path.read_text(encoding="utf-8"))
    assert (root / "usr/bin/node").exists()
    assert (root / "usr/bin/python3").exists()


def test_drivers_that_no_kiosk_needs_are_not_there(root: Path) -> None:
    (modules,) = (root / "usr/lib/modules").iterdir()
    for name in ("sound", "net/bluetooth", "drivers/net/wireless", "drivers/media", "fs/nfs"):
        assert not (modules / "kernel" / name).exists(), name
    # And one that every kiosk needs, so that an empty folder does not pass.
    assert list((modules / "kernel/drivers/hid").glob("usbhid/*"))
