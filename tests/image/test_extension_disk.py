"""A signed extension, looked at without a kiosk: what is signed, by whom, and that nothing else is in it."""

from pathlib import Path

import pytest

from image.extensions.extension_disk import ExtensionDisk, write_extension
from image.paths import BUILD
from image.signing.keys import SecureBootKeys
from image.tools import Tools
from kiosk_agent.errors import ProgramFailed
from kiosk_agent.updates.extension import SIGNATURE_BYTES, Signature

EPOCH = 1767225600


@pytest.fixture(scope="module")
def folder() -> Path:
    """A folder that the tools see."""
    made = BUILD / "try/extension"
    (made / "tree/usr/share/tried").mkdir(parents=True, exist_ok=True)
    (made / "tree/usr/share/tried/file").write_text("tried\n")
    return made


@pytest.fixture(scope="module")
def other_site(tools: Tools) -> SecureBootKeys:
    return SecureBootKeys.ready(tools, BUILD / "try/other-site-keys")


@pytest.fixture(scope="module")
def signed(tools: Tools, folder: Path) -> ExtensionDisk:
    return write_extension(tools, "tried", folder / "tree", SecureBootKeys.ready(tools), EPOCH, folder / "signed.img")


def signature_on(disk: ExtensionDisk) -> Signature:
    with disk.path.open("rb") as file:
        file.seek(disk.offsets[2])
        return Signature.model_validate_json(file.read(SIGNATURE_BYTES).partition(b"\0")[0])


def test_the_topmost_hash_is_signed_by_this_site_only(
    tools: Tools, folder: Path, signed: ExtensionDisk, other_site: SecureBootKeys
) -> None:
    said = signature_on(signed)
    assert said.root_hash == signed.root_hash
    (folder / "hash").write_text(said.root_hash)
    (folder / "signature").write_text(f"-----BEGIN PKCS7-----\n{said.signature}\n-----END PKCS7-----\n")
    check: list[str | Path] = ["openssl", "smime", "-verify", "-inform", "PEM", "-in", folder / "signature"]
    check += ["-content", folder / "hash", "-binary", "-nointern", "-noverify", "-certfile"]
    tools.run([*check, SecureBootKeys.ready(tools).signing_certificate])
    with pytest.raises(ProgramFailed):
        tools.run([*check, other_site.signing_certificate])


def test_the_same_files_have_the_same_hash_whoever_signs_them(
    tools: Tools, folder: Path, signed: ExtensionDisk, other_site: SecureBootKeys
) -> None:
    again = write_extension(tools, "tried", folder / "tree", other_site, EPOCH, folder / "foreign.img")
    assert again.root_hash == signed.root_hash
    end = signed.offsets[2]
    # Everything between the table of partitions and the signature.
    assert again.path.read_bytes()[again.offsets[0] : end] == signed.path.read_bytes()[signed.offsets[0] : end]


def test_an_unsigned_disk_has_no_third_partition(tools: Tools, folder: Path) -> None:
    unsigned = write_extension(tools, "tried", folder / "tree", None, EPOCH, folder / "unsigned.img")
    assert len(unsigned.offsets) == 2
