"""What the list of who needs the trainer says: one row for what is alike, with the way to each."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from classroom_server.attempts.reading.failure_words import Advice, advice
from classroom_server.core.permissions import Permission
from classroom_server.kiosks.kiosk_list import of_kiosk
from classroom_server.room_page.needs import Need, NeedCause, gather, is_out_of_hints
from classroom_server.room_page.schemas import RoomView, Tile
from classroom_server.room_page.signs import DrawnNeed, NamedLink, hand_sign
from classroom_server.web.exercise_titles import ExerciseTitles
from classroom_server.web.languages import Words
from classroom_server.web.signs import Sign
from classroom_server.web.text.plain_text import cut
from classroom_server.web.times import clock_time
from kiosk_agent.protocol.acts.hands import LINE_CHARACTERS

# A row names so many; a room of forty whose switch is off is one row still.
NAMED: Final = 8
# Of these there may be several rows.
_OF_LEARNERS: Final = (NeedCause.HAND, NeedCause.STUCK, NeedCause.OUT_OF_HINTS)
# All others lead to a kiosk of the room.
_OPENED_BY: Final = {
    NeedCause.EVERYONE_OUT: Permission.SAY_WHY_OUT,
    NeedCause.TURNED_AWAY: Permission.SEE_WORK,
    NeedCause.SET_ASIDE: Permission.SEE_WORK,
    NeedCause.APPROVAL: Permission.SEE_KIOSKS,
}


@dataclass(frozen=True)
class _Sentences:
    sign: Sign
    one: str
    """What is said of one kiosk, beside whose it is."""
    several: str
    """What is said of several, as their row's head."""


def draw_needs(view: RoomView, titles: ExerciseTitles, words: Words) -> tuple[DrawnNeed, ...]:
    """Return the rows, the most urgent first."""
    drawing = _Drawing(view.room.room_id, titles, words)
    return tuple(drawing.draw(need) for need in gather(view))


def kiosk_page(room_id: str, kiosk_id: str) -> str:
    """Return where the page of a kiosk is."""
    return f"/rooms/{room_id}/kiosks/{kiosk_id}"


@dataclass(frozen=True)
class _Drawing:
    room_id: str
    titles: ExerciseTitles
    words: Words

    def draw(self, need: Need) -> DrawnNeed:
        match need.cause:
            case NeedCause.HAND:
                row = self._hand(need)
            case NeedCause.STUCK:
                row = self._stuck(need)
            case NeedCause.IDLE:
                row = self._idle(need)
            case NeedCause.OUT_OF_HINTS:
                row = self._out_of_hints(need)
            case NeedCause.TURNED_AWAY:
                row = self._turned_away(need)
            case NeedCause.EVERYONE_OUT | NeedCause.SET_ASIDE | NeedCause.APPROVAL:
                row = self._of_no_learner(need)
            case NeedCause.CANNOT_RUN | NeedCause.NO_ANSWER | NeedCause.TWO_MACHINES | NeedCause.LOG_CHANGED:
                row = self._machines(need)
        return row

    def _of_no_learner(self, need: Need) -> DrawnNeed:
        if need.cause is NeedCause.EVERYONE_OUT:
            return self._everyone_out(need)
        return self._approval(need) if need.waiting else self._set_aside(need)

    def _everyone_out(self, need: Need) -> DrawnNeed:
        _ = self.words
        links = [
            NamedLink(_("say why, at %(time)s", time=clock_time(out.at)), f"/out/{out.out_id}") for out in need.outs
        ]
        what = _("say why, now that there is time")
        if need.tiles:
            named = ", ".join(tile.name for tile in need.tiles[:NAMED])
            what = _("not told yet: %(named)s. Go there; then say why", named=named)
        return self._row(need, Sign("▲", _("Everyone out"), "not-yet"), _("Everyone was sent out"), what, links)

    def _hand(self, need: Need) -> DrawnNeed:
        _, tile, hand = self.words, need.tiles[0], need.hand
        if hand is None:
            raise AssertionError("a need of a hand without one")
        what = _("at %(kiosk)s", kiosk=tile.name)
        if exercise := self._exercise(tile):
            what = _("at %(kiosk)s, in %(exercise)s", kiosk=tile.name, exercise=exercise)
        if hand.by:
            what = _("%(place)s; %(name)s looks after it", place=what, name=hand.by)
        row = self._row(need, hand_sign(hand, _), tile.learner_name or tile.name, what, [self._link(tile, tile.name)])
        return replace(row, hand=hand, line=cut(hand.line, LINE_CHARACTERS), said=_("Hand up"))

    def _machines(self, need: Need) -> DrawnNeed:
        tile = need.tiles[0]
        said, is_log = self._said(need)[need.cause], need.cause is NeedCause.LOG_CHANGED
        links = [NamedLink(each.name, "/log" if is_log else self._page(each)) for each in need.tiles]
        if len(links) > 1:
            return self._row(need, said.sign, said.several, "", links)
        who = tile.name if is_log else tile.learner_name or tile.name
        return self._row(need, said.sign, who, said.one, links)

    def _said(self, need: Need) -> Mapping[NeedCause, _Sentences]:
        _, kiosk, row, many = self.words, need.tiles[0].name, need.tiles[0].missed_row, len(need.tiles)
        return {
            NeedCause.CANNOT_RUN: _Sentences(
                Sign("▲", _("Fault"), "not-yet"),
                _("%(kiosk)s cannot run programs: use another kiosk, and tell IT", kiosk=kiosk),
                _.many(
                    "%(number)s kiosk cannot run programs: use others, and tell IT",
                    "%(number)s kiosks cannot run programs: use others, and tell IT",
                    many,
                ),
            ),
            NeedCause.NO_ANSWER: _Sentences(
                Sign("▲", _("No answer"), "not-yet"),
                _("%(kiosk)s does not answer: look at its power and its cable", kiosk=kiosk),
                _.many(
                    "%(number)s kiosk does not answer: look at power and cables",
                    "%(number)s kiosks do not answer: look at power and cables",
                    many,
                ),
            ),
            NeedCause.TWO_MACHINES: _Sentences(
                Sign("▲", _("Two machines"), "not-yet"),
                _("Two machines have the key of %(kiosk)s: switch one off, and tell IT", kiosk=kiosk),
                _.many(
                    "Two machines have the key of %(number)s kiosk: tell IT",
                    "Two machines each have the keys of %(number)s kiosks: tell IT",
                    many,
                ),
            ),
            NeedCause.LOG_CHANGED: _Sentences(
                Sign("▲", _("Log changed"), "not-yet"),
                _("It keeps the seal of row %(row)s, which the log does not hold: tell IT", row=row),
                _.many(
                    "%(number)s kiosk keeps a seal that the log does not hold: tell IT",
                    "%(number)s kiosks keep seals that the log does not hold: tell IT",
                    many,
                ),
            ),
        }

    def _stuck(self, need: Need) -> DrawnNeed:
        _, tile, alike = self.words, need.tiles[0], min(tile.alike for tile in need.tiles)
        exercise = self._exercise(tile)
        if len(need.tiles) > 1:
            several = _.many(
                "%(number)s learner fails alike at %(exercise)s",
                "%(number)s learners fail alike at %(exercise)s",
                len(need.tiles),
                exercise=exercise,
            )
            links = [self._link(each, self._whose(each)) for each in need.tiles]
            return self._row(need, Sign("✗", _("Stuck"), "not-yet"), several, "", links)
        what = _.many(
            "%(number)s attempt at %(exercise)s, at %(kiosk)s",
            "%(number)s attempts at %(exercise)s, at %(kiosk)s",
            tile.attempts,
            exercise=exercise,
            kiosk=tile.name,
        )
        if alike > 1:
            times = _.many("the last %(number)s alike", "the last %(number)s alike", alike)
            what = f"{what}, {times}"
        if is_out_of_hints(tile) and tile.hints:
            hints = _.many("%(number)s hint taken: all", "%(number)s hints taken: all", tile.hints.taken)
            what = f"{what}, {hints}"
        return self._row(
            need, Sign("✗", _("Stuck"), "not-yet"), tile.learner_name or tile.name, what, [self._link(tile, tile.name)]
        )

    def _idle(self, need: Need) -> DrawnNeed:
        _, tile = self.words, need.tiles[0]
        sign = Sign("…", _("Quiet"), "told")
        if len(need.tiles) > 1:
            several = _.many("%(number)s learner types nothing", "%(number)s learners type nothing", len(need.tiles))
            return self._row(need, sign, several, "", [self._link(each, self._whose(each)) for each in need.tiles])
        what = _("types nothing, at %(kiosk)s", kiosk=tile.name)
        if exercise := self._exercise(tile):
            what = _("types nothing at %(exercise)s, at %(kiosk)s", exercise=exercise, kiosk=tile.name)
        return self._row(need, sign, tile.learner_name or tile.name, what, [self._link(tile, tile.name)])

    def _out_of_hints(self, need: Need) -> DrawnNeed:
        _, tile, exercise = self.words, need.tiles[0], self._exercise(need.tiles[0])
        sign = Sign("✗", _("No hint left"), "not-yet")
        if len(need.tiles) > 1:
            several = _.many(
                "%(number)s learner has all hints of %(exercise)s, and has not passed",
                "%(number)s learners have all hints of %(exercise)s, and have not passed",
                len(need.tiles),
                exercise=exercise,
            )
            return self._row(need, sign, several, "", [self._link(each, self._whose(each)) for each in need.tiles])
        what = _("has all hints of %(exercise)s, and has not passed, at %(kiosk)s", exercise=exercise, kiosk=tile.name)
        return self._row(need, sign, tile.learner_name or tile.name, what, [self._link(tile, tile.name)])

    def _turned_away(self, need: Need) -> DrawnNeed:
        _ = self.words
        sign = Sign("?", _("Not let in"), "told")
        found = [(tile, tile.turned_away) for tile in need.tiles if tile.turned_away]
        links = [NamedLink(f"{who.learner_name} ({tile.name})", f"/learners/{who.learner_id}") for tile, who in found]
        if len(found) > 1:
            several = _.many(
                "%(number)s learner is not in the cohort of this session",
                "%(number)s learners are not in the cohort of this session",
                len(found),
            )
            return self._row(need, sign, several, "", links)
        tile, who = found[0]
        what = _("is not in the cohort of this session, and tried at %(kiosk)s", kiosk=tile.name)
        return self._row(need, sign, who.learner_name, what, links)

    def _set_aside(self, need: Need) -> DrawnNeed:
        _ = self.words
        who = _.many("%(number)s piece of work", "%(number)s pieces of work", need.number)
        what = _("could not be taken: read why, and take it in")
        return self._row(need, Sign("▲", _("Set aside"), "not-yet"), who, what, [NamedLink("", "/set-aside")])

    def _approval(self, need: Need) -> DrawnNeed:
        _ = self.words
        sign = Sign("?", _("Waits"), "told")
        links = [NamedLink(kiosk.name, f"{of_kiosk(kiosk.kiosk_id)}#{kiosk.kiosk_id}") for kiosk in need.waiting]
        if len(links) == 1:
            return self._row(need, sign, links[0].text, _("asks for approval: compare its words"), links)
        several = _.many("%(number)s kiosk waits for approval", "%(number)s kiosks wait for approval", len(links))
        return self._row(need, sign, several, "", links)

    def _row(self, need: Need, sign: Sign, who: str, what: str, links: list[NamedLink]) -> DrawnNeed:
        is_one = len(links) == 1
        return DrawnNeed(
            cause=need.cause.value,
            key=f"{need.cause}-{need.tiles[0].kiosk_id}" if need.cause in _OF_LEARNERS else need.cause.value,
            sign=sign,
            who=who,
            what=what,
            since=need.since,
            href=links[0].href if is_one else "",
            opened_by=_OPENED_BY.get(need.cause, Permission.SEE_ROOM),
            links=() if is_one else tuple(links[:NAMED]),
            unnamed=max(0, len(links) - NAMED),
            advice=self._advice(need),
        )

    def _advice(self, need: Need) -> Advice | None:
        _ = self.words
        if need.failure:
            tile, name = need.tiles[0], need.failure.test
            return advice(need.failure, self.titles.test_title(tile.track, tile.exercise, name, _.language), _)
        if need.cause is NeedCause.IDLE:
            return Advice("", _("What should your program do next? Say it in your own words."), "", "")
        if need.cause is NeedCause.OUT_OF_HINTS:
            return Advice("", _("Which of the hints says something that you do not see in your program?"), "", "")
        return None

    def _exercise(self, tile: Tile) -> str:
        return cut(self.titles.title(tile.track, tile.exercise, self.words.language))

    def _link(self, tile: Tile, text: str) -> NamedLink:
        return NamedLink(text, self._page(tile))

    def _page(self, tile: Tile) -> str:
        return kiosk_page(self.room_id, tile.kiosk_id)

    def _whose(self, tile: Tile) -> str:
        return f"{tile.learner_name} ({tile.name})" if tile.learner_name else tile.name
