"""A program's text with its syntax tree, which the colours come from."""

from textual.document._syntax_aware_document import SyntaxAwareDocument


class CodeDocument(SyntaxAwareDocument):
    """Hands the parser all of the text: what a function reads out to tree-sitter is kept for ever, at each key."""

    @property
    def _read_callable(self) -> bytes:  # type: ignore[override]
        return self.text.encode()
