"""Lines of styled plain text for a panel, laid out for its width."""

from textual.content import Content, Span

from kiosk_agent.tutor.text.plain_words import Said

_NARROWEST_COLUMNS = 10
_UNBROKEN_COLUMNS = 24
# Stands for a blank inside short code while lines are broken: it is no blank, so nothing breaks there.
_GLUE = "\ue000"


class Page:
    """Gathers lines of styled plain text, none wider than its columns; what goes on stays under its indent."""

    def __init__(self, columns: int) -> None:
        self._columns = columns
        self._text = ""
        self._spans: list[Span] = []

    def add(self, text: str, style: str = "") -> None:
        """Add `text` as it stands."""
        if style:
            self._spans.append(Span(len(self._text), len(self._text) + len(text), style))
        self._text += text

    def add_lines(self, text: str, indent: str = "", style: str = "", *, widest: int | None = None) -> None:
        """Add each line of `text` with `indent` before it, wrapped to the page or to `widest` columns."""
        room = self._room(indent, widest)
        for line in text.expandtabs(4).split("\n"):
            for piece in Content(line).wrap(room) if line else (Content(),):
                self.add(f"{indent}{piece.plain.rstrip()}\n", style)

    def add_hanging(self, sign: str, text: str | Content, sign_style: str, style: str = "", *, widest: int = 0) -> None:
        """Add `text` behind `sign`, and under itself where it goes on; its own styles stay."""
        content = text if isinstance(text, Content) else Content(text)
        for index, piece in enumerate(content.wrap(self._room(sign, widest or None))):
            self.add(sign if index == 0 else " " * len(sign), sign_style)
            start = len(self._text)
            self.add(piece.plain.rstrip().replace(_GLUE, " "), style)
            self._spans += [Span(start + span.start, start + span.end, span.style) for span in piece.spans]
            self.add("\n")

    def _room(self, indent: str, widest: int | None) -> int:
        columns = self._columns if widest is None else min(self._columns, widest)
        return max(_NARROWEST_COLUMNS, columns - len(indent))

    def content(self) -> Content:
        """Return all of it."""
        return Content(self._text.rstrip("\n"), self._spans)


def said_content(said: Said) -> Content:
    """Return plain words with their code in the colour that code has everywhere."""
    text, spans = "", []
    for piece in said.pieces:
        if piece.is_code:
            spans.append(Span(len(text), len(text) + len(piece.text), "$lead"))
        is_short_code = piece.is_code and len(piece.text) <= _UNBROKEN_COLUMNS
        text += piece.text.replace(" ", _GLUE) if is_short_code else piece.text
    return Content(text, spans)
