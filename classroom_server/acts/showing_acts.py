"""What a trainer shows to a room: a learner's work, which they release by that, or a page of their own."""

import json
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from pydantic import ValidationError

from classroom_server.acts.schemas import Asked
from classroom_server.acts.service import learners_chosen, store_act
from classroom_server.core.database import Work
from classroom_server.core.errors import RefusalCode, Refused
from classroom_server.core.permissions import Permission, require
from classroom_server.web.text.plain_text import cut, plain
from kiosk_agent.protocol.acts.orders import ActKind
from kiosk_agent.protocol.acts.showing import (
    NAME_CHARACTERS,
    SHOWN_CHARACTERS,
    SHOWN_LINES,
    TITLE_CHARACTERS,
    Showing,
    ShownFile,
)

YES: Final = "yes"
NO: Final = "no"
_NO_ACT: Final = "0" * 8 + "-0000-4000-8000-" + "0" * 12


class ReleasedWork(NamedTuple):
    """A learner's work as it is released."""

    work_id: str
    """Of the attempt."""
    learner_id: str
    learner_name: str
    """Empty where it is shown without."""
    title: str
    files: Mapping[str, str]


def show_work(work: Work, room_id: str, released: ReleasedWork) -> Asked:
    """Show a learner's work to whoever is signed in in a room; the log says who released whose.

    Raises NotAllowed, Refused (not_found, kiosks_missing, nobody_signed_in, showing_unsuitable).
    """
    require(work.actor, Permission.SHOW_TO_ALL)
    files = tuple(
        ShownFile.model_construct(name=cut(path, TITLE_CHARACTERS), text=plain(text))
        for path, text in sorted(released.files.items())
    )
    learner = cut(released.learner_name, NAME_CHARACTERS) if released.learner_name else ""
    shown = Showing.model_construct(
        act_id=_NO_ACT, title=cut(released.title, TITLE_CHARACTERS), learner=learner, sender="", files=files, prose=""
    )
    named = YES if learner else NO
    facts = {"attempt_shown": released.work_id, "learner": released.learner_id, "named": named}
    return _show(work, room_id, (), shown, facts)


def show_page(work: Work, room_id: str, kiosk_ids: Collection[str], typed: str) -> Asked:
    """Show a page that a trainer wrote to whoever is signed in at these kiosks, or in the whole room.

    Raises NotAllowed, Refused (not_found, kiosks_missing, nobody_signed_in, showing_unsuitable).
    """
    require(work.actor, Permission.SHOW_TO_ALL)
    prose = plain(typed).strip()
    if not prose:
        raise _unsuitable("there is nothing on the page")
    shown = Showing.model_construct(act_id=_NO_ACT, title="", learner="", sender="", files=(), prose=prose)
    return _show(work, room_id, kiosk_ids, shown, {})


def showing_of(content: Mapping[str, str], act_id: str, sender: str) -> Showing:
    """Return what an act shows, as kiosks are told it."""
    return _showing(content["showing"], act_id, sender)


# One act is read for each of its kiosks.
@lru_cache(maxsize=16)
def _showing(stored: str, act_id: str, sender: str) -> Showing:
    shown = Showing.model_validate_json(stored)
    return shown.model_copy(update={"act_id": act_id, "sender": cut(sender, NAME_CHARACTERS) if sender else ""})


def title_of(content: Mapping[str, str]) -> str:
    """Return what is shown, in a few words: an exercise's name, with whose work it is, or how a page begins."""
    shown = json.loads(content["showing"])
    title, learner = str(shown.get("title", "")), str(shown.get("learner", ""))
    return f"{title} ({learner})" if learner else title or cut(str(shown.get("prose", "")))


def _show(work: Work, room_id: str, kiosk_ids: Collection[str], built: Showing, facts: Mapping[str, str]) -> Asked:
    try:
        shown = Showing.model_validate(built.model_dump())
    except ValidationError as error:
        raise _unsuitable(f"more than {SHOWN_CHARACTERS} letters and signs, or too many files") from error
    if sum(text.count("\n") for text in (shown.prose, *(file.text for file in shown.files))) > SHOWN_LINES:
        raise _unsuitable(f"more than {SHOWN_LINES} lines")
    recipients = learners_chosen(work, room_id, kiosk_ids)
    content, kind = {"showing": shown.model_dump_json(exclude_defaults=True)}, ActKind.SHOW
    return store_act(work, room_id, kind, recipients, content, None, instead_of=[kind], **facts)


def _unsuitable(message: str) -> Refused:
    return Refused(RefusalCode.SHOWING_UNSUITABLE, message, hint="make it shorter, or show a part of it")
