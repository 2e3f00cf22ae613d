"""The log's head, signed: rows cut off at the end, or written anew with hashes that fit, no longer fit it."""

import base64

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from classroom_server.audit import repository
from classroom_server.audit.tables import AuditLine
from classroom_server.core.database import Work
from kiosk_agent.protocol.log_head import LogHead, signed_content


class LogSealer:
    """Signs with the site's lease key."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key

    def seal(self, work: Work, sequence: int, row_hash: str) -> None:
        """Keep the head, signed, in this same transaction."""
        signature = base64.b64encode(self._key.sign(signed_content(sequence, row_hash))).decode()
        repository.store_seal(work, sequence, row_hash, signature)

    def fits(self, sequence: int, row_hash: str, signature: str) -> bool:
        """Tell whether a signature is ours, of this head."""
        try:
            self._key.public_key().verify(base64.b64decode(signature), signed_content(sequence, row_hash))
        except (InvalidSignature, ValueError):
            return False
        return True


def why_differs(work: Work) -> str | None:
    """Return what the signed head says against the log, or None."""
    if work.sealer is not None and repository.seal(work) is None:
        return "the log's head is not signed: start the server once if it is of an earlier version"
    return why_cut_or_changed(work)


def why_cut_or_changed(work: Work) -> str | None:
    """Return the same, but nothing of a head that was never signed."""
    seal = repository.seal(work)
    if work.sealer is None or seal is None:
        return None
    if not work.sealer.fits(seal.sequence, seal.row_hash, seal.signature):
        return "the log's head bears no signature of this site"
    line = work.rows.get(AuditLine, seal.sequence)
    if line is None:
        return f"rows up to {seal.sequence} were signed, and the last ones are gone"
    if line.row_hash != seal.row_hash:
        return f"row {seal.sequence} is not the one that was signed"
    return None


def newest(work: Work) -> LogHead | None:
    """Return the head as it was signed last, for kiosks to keep."""
    seal = repository.seal(work)
    return LogHead(sequence=seal.sequence, row_hash=seal.row_hash, signature=seal.signature) if seal else None
