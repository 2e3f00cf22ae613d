import segno
from textual.geometry import Size

from kiosk_agent.protocol.enrolment import fingerprint_words, qr_text, qr_words
from kiosk_agent.tutor.widgets.large_words import large
from kiosk_agent.tutor.widgets.qr_code import QUIET_MODULES, QrCode

WORDS = fingerprint_words(bytes(32))
NOWHERE = Size(0, 0)


def test_the_code_says_the_words_that_stand_beside_it() -> None:
    assert qr_text(("lusab", "babad")) == "outset-kiosk:lusab-babad"
    assert qr_words(qr_text(WORDS)) == WORDS


def test_another_code_is_no_kiosks() -> None:
    assert qr_words("https://example.org/lusab-babad") is None


def test_each_module_is_drawn_in_true_black_or_white_with_a_quiet_zone_around() -> None:
    code = QrCode(qr_text(WORDS))
    rows: list[list[str]] = []
    for y in range(code.get_content_height(NOWHERE, NOWHERE, 0)):
        segments = list(code.render_line(y))
        assert {segment.text for segment in segments} == {"▀"}
        styles = [segment.style for segment in segments if segment.style is not None]
        rows.append([style.color.name for style in styles if style.color])
        rows.append([style.bgcolor.name for style in styles if style.bgcolor])
    drawn = [[colour == "#000000" for colour in row] for row in rows]
    assert {colour for row in rows for colour in row} == {"#000000", "#ffffff"}
    border = QUIET_MODULES
    size = len(drawn[0]) - 2 * border
    inside = [row[border:-border] for row in drawn[border : border + size]]
    assert inside == [[bool(module) for module in row] for row in segno.make_qr(qr_text(WORDS), error="l").matrix]
    assert not any(any(row) for row in drawn[:border] + drawn[border + size :])


def test_the_code_and_the_words_fit_a_screen_of_80_by_24() -> None:
    code = QrCode(qr_text(WORDS))
    assert code.columns + 38 + 3 <= 80
    assert code.get_content_height(NOWHERE, NOWHERE, 0) <= 20
    assert all(len(row) <= 31 for word in WORDS for row in large(word))


def test_every_letter_of_a_fingerprint_has_a_large_shape_of_its_own() -> None:
    letters = "bdfghjklmnprstvzaiou"
    assert len({tuple(large(letter)) for letter in letters}) == len(letters)
