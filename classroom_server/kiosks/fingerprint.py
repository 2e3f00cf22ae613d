"""Comparing what a person typed or scanned with a kiosk's fingerprint."""

import base64
import re
from collections.abc import Sequence

from kiosk_agent.protocol.enrolment import fingerprint_words

LAST_WORDS_AT_LEAST = 2
# A proquint: consonant, vowel, consonant, vowel, consonant. Anything between words is a separator.
_WORD = re.compile(r"(?<![a-z])[bdfghjklmnprstvz][aiou][bdfghjklmnprstvz][aiou][bdfghjklmnprstvz](?![a-z])")


def raw_key(public_key: str) -> bytes:
    """Return the 32 bytes of a key in base64url. Raises ValueError."""
    raw = base64.urlsafe_b64decode(public_key + "=")
    # The last character carries unused bits: only one spelling of a key may be a key.
    if len(raw) != 32 or base64.urlsafe_b64encode(raw).rstrip(b"=").decode() != public_key:  # noqa: PLR2004 - Ed25519
        raise ValueError("not a raw Ed25519 public key")
    return raw


def words_of(public_key: str) -> tuple[str, ...]:
    """Return the six words of a key in base64url."""
    return fingerprint_words(raw_key(public_key))


def is_named_by(words: Sequence[str], typed: str) -> bool:
    """Tell whether `typed` holds all of the words, or two or more that are the last ones, in order and no others."""
    found = _WORD.findall(typed.lower())
    return LAST_WORDS_AT_LEAST <= len(found) <= len(words) and tuple(found) == tuple(words[-len(found) :])
