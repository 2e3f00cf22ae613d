"""TLS that trusts the site's own authority alone and no date: a kiosk whose battery died must still find its server."""

import ssl
from pathlib import Path

from kiosk_agent.errors import SettingsInvalid

# X509_V_FLAG_NO_CHECK_TIME of OpenSSL's x509_vfy.h; the ssl module has no name for it.
NO_CHECK_TIME = 0x200000


def pinned_context(ca_path: Path) -> ssl.SSLContext:
    """Return a client's context. Raises SettingsInvalid when the authority cannot be read."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.verify_flags |= ssl.VerifyFlags(NO_CHECK_TIME)
    try:
        context.load_verify_locations(cafile=ca_path)
    except (OSError, ssl.SSLError) as error:
        raise SettingsInvalid(
            f"cannot read the site's authority at {ca_path}: {error}", hint="put the server's ca.pem there"
        ) from error
    return context
