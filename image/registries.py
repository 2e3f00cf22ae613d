"""What a program needs of our environment to reach this machine's package registries."""

import os
from collections.abc import Mapping

# The clients, and the proxies and certificates of this machine, as its own set-up names them; each a beginning.
NAMES = (
    *("UV_", "PIP_", "npm_config_", "OUTSET_UV"),
    *("NODE_EXTRA_CA_CERTS", "https_proxy", "HTTPS_PROXY", "no_proxy"),
)


def environment() -> Mapping[str, str]:
    """Return that part of our environment, which the allow-list of `kiosk_agent.process` otherwise holds back."""
    return {name: value for name, value in os.environ.items() if name.startswith(NAMES)}
