"""What of a package goes on the disk of toolchains."""

from pathlib import Path

import pytest

from image.extensions.toolchain_disk import copy_file, files_of


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "tree"
    files = {
        "usr/bin/javac": "program",
        "usr/lib/x86_64-linux-gnu/libjava.so": "library",
        "usr/lib/x86_64-linux-gnu/liblsan.so.0": "left out",
        "usr/lib/jvm/java-21/jmods/java.base.jmod": "left out",
        "etc/java-21/security/java.security": "setting",
        "var/lib/dpkg/info/java:amd64.list": "\n".join(
            [
                *("/.", "/usr", "/usr/bin", "/usr/bin/javac", "/lib/x86_64-linux-gnu/libjava.so"),
                *("/usr/lib/x86_64-linux-gnu/liblsan.so.0", "/usr/lib/jvm/java-21/jmods/java.base.jmod"),
                *("/usr/lib/jvm/java-21/conf", "/usr/share/doc/java/copyright", "/etc/java-21/security/java.security"),
            ]
        ),
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    (root / "usr/lib/jvm/java-21/conf").symlink_to("/etc/java-21")
    (root / "usr/bin/java").symlink_to("javac")
    return root


def test_files_of_a_package_are_those_that_are_there_and_needed_under_usr(tree: Path) -> None:
    assert [str(path) for path in files_of(tree, "java")] == [
        "/usr/bin/javac",
        "/usr/lib/x86_64-linux-gnu/libjava.so",
        "/usr/lib/jvm/java-21/conf",
    ]


def test_settings_under_etc_come_with_the_files_that_lead_to_them(tree: Path, tmp_path: Path) -> None:
    copy_file(tree, Path("/usr/lib/jvm/java-21/conf"), tmp_path)
    assert (tmp_path / "usr/lib/jvm/java-21/conf/security/java.security").read_text() == "setting"


def test_other_links_stay_links(tree: Path, tmp_path: Path) -> None:
    copy_file(tree, Path("/usr/bin/java"), tmp_path)
    assert (tmp_path / "usr/bin/java").readlink() == Path("javac")
