"""The site's certificates: its own authority, bound to local networks, and the server's certificate under it."""

import ipaddress
from collections.abc import Sequence
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

CA_LASTS = timedelta(days=20 * 365)
# Browsers refuse longer ones; kiosks look at no dates.
SERVER_LASTS = timedelta(days=800)
RENEWED_WITH_LEFT = timedelta(days=400)
# Dead clocks come up in the past.
_BACKDATED = timedelta(days=2)
# The authority can never vouch for a site of the internet, even if its key is stolen.
LOCAL_NETWORKS = (
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8",
    "fc00::/7", "fe80::/10", "::1/128",
)  # fmt: skip
LOCAL_DOMAINS = ("localhost", "local", "lan", "internal", "home.arpa", "test")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address | str


def parse_address(text: str) -> Address:
    """Return an IP address, or else a host name in lower case."""
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return text.lower().rstrip(".")


def make_authority(
    key: ec.EllipticCurvePrivateKey, site_name: str, addresses: Sequence[str], now: datetime
) -> x509.Certificate:
    """Return a self-signed authority that may vouch for local addresses and the ones given, and nothing else."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Outset classroom {site_name}")])
    return (
        _certificate(name, name, key.public_key(), now, CA_LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.NameConstraints(_permitted(addresses), None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def make_server_certificate(
    key: ec.EllipticCurvePrivateKey,
    authority_key: ec.EllipticCurvePrivateKey,
    authority: x509.Certificate,
    addresses: Sequence[str],
    now: datetime,
) -> x509.Certificate:
    """Return the server's certificate for these names and IP addresses."""
    names = x509.SubjectAlternativeName([_general_name(parse_address(address)) for address in addresses])
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Outset classroom server")])
    return (
        _certificate(subject, authority.subject, key.public_key(), now, SERVER_LASTS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(names, critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), critical=False)
        .sign(authority_key, hashes.SHA256())
    )


def addresses_of(certificate: x509.Certificate) -> tuple[str, ...]:
    """Return the names and IP addresses that a server certificate is for."""
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return tuple(str(name.value) for name in names)


def is_permitted(authority: x509.Certificate, address: str) -> bool:
    """Tell whether the authority may vouch for an address."""
    permitted = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    wanted = parse_address(address)
    if isinstance(wanted, str):
        domains = [name.value for name in permitted if isinstance(name, x509.DNSName)]
        return any(wanted == domain or wanted.endswith(f".{domain}") for domain in domains)
    networks = [name.value for name in permitted if isinstance(name, x509.IPAddress)]
    return any(
        wanted in network
        for network in networks
        if isinstance(network, ipaddress.IPv4Network | ipaddress.IPv6Network) and network.version == wanted.version
    )


def _permitted(addresses: Sequence[str]) -> list[x509.GeneralName]:
    names: list[x509.GeneralName] = [x509.IPAddress(ipaddress.ip_network(network)) for network in LOCAL_NETWORKS]
    names += [x509.DNSName(domain) for domain in LOCAL_DOMAINS]
    for address in map(parse_address, addresses):
        own = x509.DNSName(address) if isinstance(address, str) else x509.IPAddress(ipaddress.ip_network(address))
        if own not in names:
            names.append(own)
    return names


def _general_name(address: Address) -> x509.GeneralName:
    return x509.DNSName(address) if isinstance(address, str) else x509.IPAddress(address)


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, lasts: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BACKDATED)
        .not_valid_after(now + lasts)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
