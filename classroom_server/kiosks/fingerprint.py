"""Comparing what a person typed or scanned with a kiosk's fingerprint."""

import base64
import re
from collections.abc import Sequence

from kiosk_agent.protocol.enrolment import fingerprint_words

LAST_WORDS_AT_LEAST = 2
# A proquint: consonant, vowel, consonant, vowel, consonant. Anything between words is a separator.
_WORD = re.compile(r"(?<![a-z])[bdfghjklmnprstvz][aiou][bdfghjklmnprstvz][aiou][bdfghjklmnprstvz](?![a-z])")
# The points of order 1, 2, 4 and 8, and other spellings of them, without the sign bit: one signature fits any message.
_SMALL_ORDER = frozenset(
    {
        "00" * 32,
        "01" + "00" * 31,
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ec" + "ff" * 30 + "7f",
        "ed" + "ff" * 30 + "7f",
        "ee" + "ff" * 30 + "7f",
    }
)


def raw_key(public_key: str) -> bytes:
    """Return the 32 bytes of a key in base64url. Raises ValueError."""
    raw = base64.urlsafe_b64decode(public_key + "=")
    # The last character carries unused bits: only one spelling of a key may be a key.
    if len(raw) != 32 or base64.urlsafe_b64encode(raw).rstrip(b"=").decode() != public_key:  # noqa: PLR2004 - Ed25519
        raise ValueError("not a raw Ed25519 public key")
    if (raw[:-1] + bytes([raw[-1] & 0x7F])).hex() in _SMALL_ORDER:
        raise ValueError("a key that anybody can sign for")
    return raw


def words_of(public_key: str) -> tuple[str, ...]:
    """Return the six words of a key in base64url."""
    return fingerprint_words(raw_key(public_key))


def is_named_by(words: Sequence[str], typed: str) -> bool:
    """Tell whether `typed` holds all of the words, or two or more that are the last ones, in order and no others."""
    found = _WORD.findall(typed.lower())
    return LAST_WORDS_AT_LEAST <= len(found) <= len(words) and tuple(found) == tuple(words[-len(found) :])
