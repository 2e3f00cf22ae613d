"""A trainer reaches a booted kiosk: asks for attention, which ends by itself without a wire, and sees its screen."""

from typing import Final

from image.emulator.machine import Machine
from image.paths import BUILD
from image.room.trainer_page import TrainerPage
from tests.support.vm.at_work import AtWork
from tests.support.vm.seen_screen import differences, lines_of

PICTURES: Final = BUILD / "pictures"
MARK: Final = "A trainer sees your screen"
ASKED: Final = "It ends by itself"
SHORTEST_MINUTES: Final = 2
BEFORE, AFTER, SEEN = "// one box;", " and two;", " seen;"
CARRIER: Final = "cat /sys/class/net/e*/carrier"


def line_with(kiosk: Machine, words: str) -> str:
    return next(line for line in kiosk.wait_for_text(words).splitlines() if words in line)


def seconds_up(kiosk: Machine) -> float:
    return float(kiosk.shell("cat /proc/uptime").output.split()[0])


def seen_by(trainer: TrainerPage) -> str:
    return "\n".join(lines_of(trainer.screen_drawn()))


def see_no(kiosk: Machine, words: str) -> None:
    kiosk.wait_for(lambda: words not in kiosk.screen.text(), f"no {words!r} on the screen")


def test_attention_takes_no_key_and_lets_go_by_itself_with_the_cable_pulled(at_work: AtWork) -> None:
    kiosk, trainer = at_work.kiosk, at_work.trainer
    kiosk.type_text(BEFORE)
    written = line_with(kiosk, BEFORE)
    trainer.ask_attention(20)
    kiosk.wait_for_text(ASKED)
    trainer.see_asked("shown by 1 of 1")
    kiosk.picture(PICTURES / "kiosk-attention.png")
    kiosk.press("z", "enter", "ctrl-r", "f4", "f10")
    assert ASKED in kiosk.screen.text()
    trainer.let_go()
    see_no(kiosk, ASKED)
    # Nothing that was pressed meanwhile is done now.
    assert line_with(kiosk, BEFORE) == written
    asked_at = seconds_up(kiosk)
    trainer.ask_attention(SHORTEST_MINUTES)
    kiosk.wait_for_text(ASKED)
    kiosk.pull_cable()
    kiosk.wait_for(lambda: kiosk.shell(CARRIER).output == "0", "the kiosk has no wire")
    see_no(kiosk, ASKED)
    assert seconds_up(kiosk) - asked_at > SHORTEST_MINUTES * 60 - 1
    assert line_with(kiosk, BEFORE) == written
    kiosk.type_text(AFTER)
    kiosk.wait_for_text(BEFORE + AFTER)
    kiosk.wait_for_text("server away, work safe here")
    kiosk.picture(PICTURES / "kiosk-let-go.png")
    assert kiosk.shell(CARRIER).output == "0"
    kiosk.put_cable_back()
    trainer.look_at(at_work.kiosk_id)
    trainer.see_work(BEFORE + AFTER)
    trainer.open_room()


def test_the_trainers_page_shows_what_the_screen_shows_and_the_learner_is_told_as_long(at_work: AtWork) -> None:
    kiosk, trainer = at_work.kiosk, at_work.trainer
    see_no(kiosk, MARK)
    trainer.look_at(at_work.kiosk_id)
    kiosk.wait_for(lambda: bool(trainer.screen_drawn()), "a picture of the screen on the page")
    # No picture leaves without the words that tell the learner.
    assert MARK in seen_by(trainer)
    kiosk.wait_for_text(MARK)
    kiosk.type_text(SEEN)
    kiosk.wait_for(lambda: SEEN in seen_by(trainer), "what was typed, on the page")
    kiosk.wait_for(lambda: differences(trainer.screen_drawn(), kiosk.screen.text()) == [], "the same on both")
    kiosk.picture(PICTURES / "kiosk-watched.png")
    trainer.picture(PICTURES / "trainer-kiosk-screen.png")
    # Nobody sees what a pulled cable keeps back.
    kiosk.pull_cable()
    see_no(kiosk, MARK)
    kiosk.put_cable_back()
    kiosk.wait_for_text(MARK)
    trainer.open_room()
    see_no(kiosk, MARK)
    trainer.see_logged("looked at a kiosk's screen no more")
