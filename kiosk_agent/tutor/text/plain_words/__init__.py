r"""What a toolchain's error means, in words for a beginner: looked up in a table of patterns that is data.

One file a toolchain, its folder's plain_words.toml, of entries that are tried in order; the first that matches speaks:

    [[pattern]]
    id = "name-not-defined"
    match = '^ReferenceError: (?P<name>\S+) is not defined'
    en.happened = "The program uses the name `{name}`, but nothing here has that name."
    en.try = "Look at its spelling, capital letters included."

Each other language is a file beside it, plain_words.es.toml:

    [name-not-defined]
    happened = "…"
    try = "…"

`match` is a regular expression; ^ and $ stand at every line's ends. It sees the message as the toolchain wrote it; the
place in the learner's file stands beside that. With `asked = true` an entry is only for what the tests ask for and the
program lacks, which its harness says beside the message; it may then go without `match`. So may one that a harness of
ours names by its id, as the cause of what it found by itself, with the `facts` that the texts name. `can_be_read` says
that nothing is wrong with how the program is written: what is asked for is not in it. Where `needs` names concepts of
our tracks, a text `early` is said in the place of `try` until they are taught. The named groups may stand in the
texts (any other brace is only a brace), and `backticks` go around code. A language has both texts: what happened,
without blame, and what to try; each a short sentence or two. Where it lacks one, English says both; a test names it.
A pattern counts when a program shows it: tests/fixtures/plain_words/<toolchain>/<id>.<suffix>.
"""

from collections.abc import Collection

from kiosk_agent.protocol.languages import Language
from kiosk_agent.protocol.results import Cause
from kiosk_agent.tutor.text.plain_words.table import (
    MESSAGE_CHARACTERS,
    Pattern,
    Piece,
    PlainWords,
    Said,
    Table,
    load_table,
    table_names,
    table_of,
)

__all__ = [
    "MESSAGE_CHARACTERS",
    "Pattern",
    "Piece",
    "PlainWords",
    "Said",
    "Table",
    "explain",
    "load_table",
    "table_names",
    "table_of",
]


def explain(
    toolchain_name: str,
    message: str,
    language: Language,
    *,
    asked: bool = False,
    cause: Cause | None = None,
    later: Collection[str] = (),
) -> PlainWords | None:
    """Return what `message` of a toolchain means, or None when no pattern knows it. Raises SettingsInvalid.

    The texts are plain: what came out of the message stands in them without control characters, and cut short. They
    are no markup of any kind and must not be taken for it. `asked` says that the tests ask for what is lacking,
    `cause` what the harness found by itself, `later` which concepts the learner has not been taught yet.
    """
    table = table_of(toolchain_name)
    if table is None:
        return None
    words = table.of_cause(cause, language, later=later) if cause is not None else None
    words = words or table.explain(message.strip(), language, asked=asked, later=later)
    if words is not None or not table.also:
        return words
    return explain(table.also, message, language, asked=asked, cause=cause, later=later)
