"""Each request bears the device key's signature, by RFC 9421."""

import secrets
from collections.abc import Callable, Generator
from datetime import datetime

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures import HTTPMessageSigner, HTTPSignatureKeyResolver, algorithms

from kiosk_agent.link.state.identity import DeviceKey, to_base64url

COVERED = ("@method", "@path", "content-digest")
NONCE_BYTES = 16
LABEL = "outset"


class _OneKey(HTTPSignatureKeyResolver):
    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key

    def resolve_private_key(self, key_id: str) -> Ed25519PrivateKey:
        del key_id  # there is one
        return self._key


class DeviceSignature(httpx.Auth):
    """Signs a request as httpx sends it; each try has a nonce and a time of its own."""

    requires_request_body = True

    def __init__(self, device: DeviceKey, server_time: Callable[[], datetime], nonce_mark: Callable[[], str]) -> None:
        self._key_id = device.public_key
        self._server_time = server_time
        self._nonce_mark = nonce_mark
        self._signer = HTTPMessageSigner(
            signature_algorithm=algorithms.ED25519, key_resolver=_OneKey(device.private_key)
        )

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Sign the request in place."""
        self._signer.sign(
            request,
            key_id=self._key_id,
            created=self._server_time(),
            nonce=self._nonce_mark() + to_base64url(secrets.token_bytes(NONCE_BYTES)),
            label=LABEL,
            covered_component_ids=COVERED,
            body=request.content,
        )
        yield request
