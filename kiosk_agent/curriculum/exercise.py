"""One exercise: where its files are, and its texts, read when they are asked for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kiosk_agent.curriculum.catalogue import TestWords, read_catalogue
from kiosk_agent.curriculum.config import Kind
from kiosk_agent.curriculum.files import present, read_text
from kiosk_agent.curriculum.hints import parse_hints
from kiosk_agent.curriculum.kinds.choice import MultipleChoice
from kiosk_agent.curriculum.kinds.task import Beside, Task
from kiosk_agent.curriculum.kinds.task_file import TASKS, read_task
from kiosk_agent.curriculum.translation import translated_path, without_mark
from kiosk_agent.protocol.languages import LANGUAGES, SOURCE_LANGUAGE, Language
from kiosk_agent.protocol.results import Judging

_FIRST_HEADING = re.compile(r"\A# .*(?:\n|\Z)")


@dataclass(frozen=True)
class Exercise:
    """An exercise of a track. Paths are relative to `folder`; every text method raises TrackInvalid."""

    track: str
    slug: str
    language_name: str
    """The toolchain that runs it, as in "javascript"."""
    concept: str
    """Slug of the first concept that it teaches or practises; may be empty."""
    kind: Kind
    minutes: int | None
    judging: Judging
    """How it can be judged where more than a kiosk's claim is wanted."""
    folder: Path
    solution_files: tuple[str, ...]
    """The learner edits the first."""
    test_files: tuple[str, ...]
    editor_files: tuple[str, ...]
    """Shown beside the solution, never edited; the program may need them."""
    exemplar_files: tuple[str, ...]
    """A right answer; absent on kiosks."""
    invalidator_files: tuple[str, ...]
    deprecated: bool
    bundle_hash: str | None
    """Of the bundle that it came in; None where its track lies as it was written."""
    titles: Mapping[Language, str] = field(repr=False)
    concept_titles: Mapping[Language, str] = field(repr=False)
    blurbs: Mapping[Language, str] = field(repr=False)
    later: frozenset[str] = frozenset()
    """Slugs of the concepts that its track teaches after it."""

    def title(self, language: Language) -> str:
        """Return the exercise's name, in English where there is no translation."""
        return self.titles.get(language, self.titles[SOURCE_LANGUAGE])

    def concept_title(self, language: Language) -> str:
        """Return the name of its concept; may be empty."""
        return self.concept_titles.get(language, self.concept_titles[SOURCE_LANGUAGE])

    def blurb(self, language: Language) -> str:
        """Return one sentence on what it is about; may be empty."""
        return self.blurbs.get(language) or self.blurbs[SOURCE_LANGUAGE]

    @property
    def languages(self) -> tuple[Language, ...]:
        """Return the languages that it can be done in, English first; that alone for most imported tracks."""
        return tuple(
            language
            for language in LANGUAGES
            if language == SOURCE_LANGUAGE or present(self.folder, translated_path(".docs/instructions.md", language))
        )

    def introduction(self, language: Language) -> str:
        """Return the idea behind it, in Markdown; may be empty."""
        return self._document("introduction", language)

    def instructions(self, language: Language) -> str:
        """Return what to do, in Markdown."""
        return self._document("instructions", language)

    def hints(self, language: Language) -> tuple[str, ...]:
        """Return the hints in the order they are to be given, each in Markdown."""
        return parse_hints(self._document("hints", language))

    def test_words(self, name: str, language: Language) -> TestWords | None:
        """Return the words for the test `name` of results.json, in English where there is no translation."""
        task = self.task(language)
        if task is not None and (words := task.words().get(name)) is not None:
            return TestWords(*words)
        found = read_catalogue(self.folder, language).get(name)
        if found is None and language != SOURCE_LANGUAGE:
            found = read_catalogue(self.folder, SOURCE_LANGUAGE).get(name)
        return found

    def test_titles(self, language: Language) -> Mapping[str, str]:
        """Return test, or check that the author of its task named -> title, in English where there is no translation.

        A test without words has none.
        """
        english, translated = (read_catalogue(self.folder, each) for each in (SOURCE_LANGUAGE, language))
        task = self.task(language)
        of_task = task.words() if task is not None else {}
        return {name: words.title for name, words in (english | translated).items()} | {
            name: title for name, (title, _) in of_task.items()
        }

    def option_texts(self, language: Language) -> Mapping[str, str]:
        """Return option, as a line of an answer names it -> its text; nothing where answers name no options."""
        task = self.task(language)
        return {name: each.text for name, each in task.options.items()} if isinstance(task, MultipleChoice) else {}

    @property
    def has_task(self) -> bool:
        """Tell whether its kind has a task beside its texts."""
        return self.kind in TASKS

    def task(self, language: Language = SOURCE_LANGUAGE) -> Task | None:
        """Return what it asks and how that is judged, its words in English where there are none in `language`."""
        return read_task(self.folder, self.kind, language) if self.has_task else None

    @property
    def beside(self) -> Beside:
        """Return what its task is about, beside itself. Raises TrackInvalid."""
        return Beside(self.stub(), self.editor_files)

    def stub(self) -> str:
        """Return the text that the learner starts from."""
        return read_text(self.folder, self.solution_files[0])

    def _document(self, name: str, language: Language) -> str:
        path = translated_path(f".docs/{name}.md", language)
        if not present(self.folder, path):
            path = f".docs/{name}.md"
        # Exercism keeps what a track adds to a shared text in a file of its own.
        parts = (path, f".docs/{name}.append.md")
        texts = (read_text(self.folder, part) for part in parts if present(self.folder, part))
        # The format's own first heading ("Instructions") only costs a row: the screen names its panels itself.
        return "\n\n".join(_FIRST_HEADING.sub("", without_mark(text).strip()).strip() for text in texts)
