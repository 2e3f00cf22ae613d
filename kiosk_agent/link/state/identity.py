"""Who this kiosk is: an Ed25519 key made on it, and what it learnt when a person approved that key."""

import base64
import logging
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import BaseModel, ConfigDict, ValidationError

from kiosk_agent.files import StateUnusable, write_durably
from kiosk_agent.protocol.enrolment import EnrolmentReply, fingerprint_words

logger = logging.getLogger(__name__)
KEY_FILE = "device-key.json"
SITE_FILE = "site.json"
DAMAGED = ".damaged"


def to_base64url(raw: bytes) -> str:
    """Return base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """Return the bytes of base64url without padding. Raises ValueError."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class _KeyFile(BaseModel):
    """Both halves are kept, so that a flipped bit is found out and never becomes another identity in silence."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    private_key: str
    public_key: str

    def key(self) -> Ed25519PrivateKey:
        key = Ed25519PrivateKey.from_private_bytes(from_base64url(self.private_key))
        if to_base64url(key.public_key().public_bytes_raw()) != self.public_key:
            raise ValueError("the halves of the key do not belong together")
        return key


class DeviceKey:
    """The kiosk's own key. The private half never leaves the folder it was made in."""

    def __init__(self, private_key: Ed25519PrivateKey) -> None:
        self.private_key = private_key
        raw = private_key.public_key().public_bytes_raw()
        self.public_key = to_base64url(raw)
        self.fingerprint = fingerprint_words(raw)

    @classmethod
    def load_or_make(cls, folder: Path) -> Self:
        """Return the key in `folder`, made now if there is none yet.

        A key that can no longer be read whole is set aside and a new one made: the kiosk then shows new fingerprint
        words and stays locked until a person approves them. Raises StateUnusable, StorageFull.
        """
        path = folder / KEY_FILE
        try:
            return cls(_KeyFile.model_validate_json(path.read_bytes()).key())
        except FileNotFoundError:
            logger.info("making the device key")
        except ValueError:
            logger.critical("the device key is damaged: a new one is made, which a trainer must approve")
            path.replace(path.with_name(KEY_FILE + DAMAGED))
        except OSError as error:
            raise StateUnusable(
                f"cannot read {path}: {error.strerror}", hint="give it to the account that the agent runs as"
            ) from error
        # On the disk before anybody can hear of it: a key that a person approved is never one that a power cut took.
        made = cls(Ed25519PrivateKey.generate())
        kept = _KeyFile(private_key=to_base64url(made.private_key.private_bytes_raw()), public_key=made.public_key)
        write_durably(path, kept.model_dump_json().encode())
        return made


class Enrolment(BaseModel):
    """What the kiosk learnt at its first approval. The lease key never changes after."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    public_key: str
    """The device key that was approved: another one starts from nothing."""
    kiosk_id: str
    name: str
    lease_public_key: str

    @classmethod
    def load(cls, folder: Path, device: DeviceKey) -> Self | None:
        """Return what `device` learnt, or None when it was never approved."""
        try:
            kept = cls.model_validate_json((folder / SITE_FILE).read_bytes())
        except FileNotFoundError:
            return None
        except (ValidationError, OSError):
            logger.exception("what this kiosk learnt at its approval cannot be read: it will ask the server again")
            return None
        return kept if kept.public_key == device.public_key else None

    @classmethod
    def learn(cls, folder: Path, device: DeviceKey, reply: EnrolmentReply, known: Self | None) -> Self:
        """Keep what an approval said and return it; the lease key of `known` stays. Raises StorageFull."""
        lease_public_key = reply.lease_public_key
        if known and known.lease_public_key != lease_public_key:
            logger.critical("the server names another lease key than at approval: it is ignored and the kiosk locks")
            lease_public_key = known.lease_public_key
        learnt = cls(
            public_key=device.public_key,
            kiosk_id=reply.kiosk_id,
            name=reply.name,
            lease_public_key=lease_public_key,
        )
        if learnt != known:
            write_durably(folder / SITE_FILE, learnt.model_dump_json().encode())
        return learnt
