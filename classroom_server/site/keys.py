"""A site: the keys and certificates of one classroom server, made once and kept for good.

secrets/ca.key signs the server's certificates, secrets/tls.pem is the server's key with its certificate,
secrets/lease.key signs leases and the head of the log. Kiosks trust ca.pem and the lease key only, so losing these
means approving every kiosk again.
"""

import base64
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from joserfc.jwk import OKPKey

from classroom_server.core.errors import SiteUnusable
from classroom_server.site import certificates, private_files
from classroom_server.site.private_files import PRIVATE, PUBLIC
from classroom_server.site.settings import ServerSettings
from kiosk_agent.files import remove_unfinished, replace_durably

# The server's own machine can always use it.
ALWAYS = ("localhost", "127.0.0.1")
_HOST_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")


@dataclass(frozen=True)
class Site:
    """What the running server needs of its site."""

    tls_path: Path
    """The server's certificate, with its key."""
    lease_key: OKPKey
    lease_public_key: str
    addresses: tuple[str, ...]


def ensure(settings: ServerSettings, addresses: Sequence[str], now: datetime | None = None) -> Site:
    """Make the site if there is none, renew its certificate if the addresses or the time ask for it, and load it.

    Raises SiteUnusable.
    """
    now = now or datetime.now(UTC)
    for address in addresses:
        _check_address(address)
    if not _is_made(settings):
        _make(settings, addresses, now)
    _renew(settings, addresses, now)
    return _load(settings)


def _is_made(settings: ServerSettings) -> bool:
    """Tell whether the site was made once. One that lost something since is no new one: kiosks trust its keys alone."""
    if _path(settings, "lease.key").exists() or _path(settings, "tls.pem").exists():
        return True
    # What a cut leaves before the lease key: the authority, with its key, and nothing that came of it.
    is_begun = _path(settings, "ca.key").exists() and not settings.database_path.exists()
    return settings.ca_path.exists() and not is_begun


def _make(settings: ServerSettings, addresses: Sequence[str], now: datetime) -> None:
    """Make the authority and the lease key, which is written last: it is there only if all of it is."""
    private_files.make_folder(settings.folder)
    private_files.make_private_folder(settings.secrets_folder)
    remove_unfinished(settings.secrets_folder)
    ca_key = ec.generate_private_key(ec.SECP256R1())
    authority = certificates.make_authority(ca_key, secrets.token_hex(4), [*ALWAYS, *addresses], now)
    replace_durably(_path(settings, "ca.key"), _key_pem(ca_key), PRIVATE)
    replace_durably(settings.ca_path, authority.public_bytes(Encoding.PEM), PUBLIC)
    replace_durably(_path(settings, "lease.key"), _key_pem(Ed25519PrivateKey.generate()), PRIVATE)


def _renew(settings: ServerSettings, addresses: Sequence[str], now: datetime) -> None:
    certificate_path = _path(settings, "tls.pem")
    wanted = {str(certificates.parse_address(address)) for address in (*ALWAYS, *addresses)}
    if certificate_path.exists():
        certificate = x509.load_pem_x509_certificate(private_files.read_private(certificate_path))
        present = set(certificates.addresses_of(certificate))
        has_time = certificate.not_valid_after_utc - now > certificates.RENEWED_WITH_LEFT
        # Without addresses (as when only the port is named) the present ones stay.
        if has_time and (not addresses or present == wanted):
            return
        wanted = wanted if addresses else present
    _write_server_certificate(settings, sorted(wanted), now)


def _write_server_certificate(settings: ServerSettings, addresses: Sequence[str], now: datetime) -> None:
    remove_unfinished(settings.secrets_folder)
    authority = x509.load_pem_x509_certificate(private_files.read_present(settings.ca_path))
    for address in addresses:
        if not certificates.is_permitted(authority, address):
            raise SiteUnusable(
                f"this site's authority may not vouch for {address}",
                hint="use an address of a local network, or one that was named when the site was made",
            )
    ca_key = load_pem_private_key(private_files.read_private(_path(settings, "ca.key")), None)
    if not isinstance(ca_key, ec.EllipticCurvePrivateKey):
        raise SiteUnusable("secrets/ca.key is not the site's key", hint="restore the folder from its backup")
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = certificates.make_server_certificate(key, ca_key, authority, addresses, now)
    # Key and certificate in one file, so that no cut of the power leaves two that do not belong together.
    chain = certificate.public_bytes(Encoding.PEM) + authority.public_bytes(Encoding.PEM)
    replace_durably(_path(settings, "tls.pem"), _key_pem(key) + chain, PRIVATE)


def lease_key_of(settings: ServerSettings) -> Ed25519PrivateKey | None:
    """Return the key that signs leases and the log's head; None before the site is made. Raises SiteUnusable."""
    return _lease_key(settings) if _path(settings, "lease.key").exists() else None


def _lease_key(settings: ServerSettings) -> Ed25519PrivateKey:
    key = load_pem_private_key(private_files.read_private(_path(settings, "lease.key")), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise SiteUnusable("secrets/lease.key is not the site's key", hint="restore the folder from its backup")
    return key


def _load(settings: ServerSettings) -> Site:
    for secret in settings.secrets_folder.iterdir():
        private_files.refuse_loose(secret)
    private_files.refuse_loose(settings.secrets_folder)
    if settings.database_path.exists():
        private_files.refuse_loose(settings.database_path)
    lease_key = _lease_key(settings)
    tls_path = _path(settings, "tls.pem")
    certificate = x509.load_pem_x509_certificate(private_files.read_private(tls_path))
    raw = lease_key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return Site(
        tls_path=tls_path,
        lease_key=OKPKey.import_key(_key_pem(lease_key)),
        lease_public_key=base64.urlsafe_b64encode(raw).rstrip(b"=").decode(),
        addresses=certificates.addresses_of(certificate),
    )


def _check_address(address: str) -> None:
    parsed = certificates.parse_address(address)
    if isinstance(parsed, str) and not _HOST_NAME.fullmatch(parsed):
        hint = "name the server by its IP address or host name, with no https:// and no port"
        raise SiteUnusable(f"{address!r} is not an address", hint=hint)


def _path(settings: ServerSettings, name: str) -> Path:
    return settings.secrets_folder / name


def _key_pem(key: ec.EllipticCurvePrivateKey | Ed25519PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
