"""Draws pages: one Jinja environment a language, everything escaped unless it was made here as markup."""

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, PrefixLoader, StrictUndefined

from classroom_server.web import times
from classroom_server.web.languages import Words, load_words
from classroom_server.web.text.code_colours import coloured_lines
from classroom_server.web.text.plain_text import plain
from kiosk_agent.protocol.languages import LANGUAGES, Language

# A template is named for the folder of its feature, as in "attempts/attempt.html".
TEMPLATE_FOLDERS: Final = {path.parent.name: path for path in Path(__file__).parents[1].glob("*/templates")}


class Drawing:
    """All templates in all languages, read once."""

    def __init__(self) -> None:
        self._words = {language: load_words(language) for language in LANGUAGES}
        self._environments = {language: _environment(words) for language, words in self._words.items()}

    def words(self, language: Language) -> Words:
        """Return what turns our English into `language`."""
        return self._words[language]

    def draw(self, language: Language, template: str, facts: Mapping[str, Any]) -> str:
        """Return a template as markup."""
        return self._environments[language].get_template(template).render(facts)


def _environment(words: Words) -> Environment:
    language = words.language
    environment = Environment(
        loader=PrefixLoader({name: FileSystemLoader(path) for name, path in TEMPLATE_FOLDERS.items()}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    # Typed loosely by Jinja: the i18n extension adds this method when it is loaded.
    environment.install_gettext_translations(words.translations, newstyle=True)  # type: ignore[attr-defined]
    # A form that carries a name of its own counts once, however often it is sent.
    environment.globals.update(language=language, languages=LANGUAGES, form_name=secrets.token_urlsafe)
    environment.filters["ago"] = lambda moment, now: times.since(moment, now=now, language=language)
    environment.filters["local_time"] = lambda moment, now: times.local_time(moment, now=now, language=language)
    environment.filters["full"] = lambda moment: times.full(moment, language)
    environment.filters["day"] = lambda moment: times.day(moment, language)
    environment.filters["length_of_time"] = lambda seconds: times.length(seconds, language)
    environment.filters["minutes"] = lambda number: times.minutes(number, language)
    environment.filters["clock_time"] = times.clock_time
    environment.filters["plain"] = plain
    environment.filters["coloured_lines"] = coloured_lines
    return environment
