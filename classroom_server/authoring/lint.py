"""What `./outset track check` finds in a track before a learner does.

Every track: a toolchain runs it, each exercise has a right answer, instructions, tests that can be read and a uuid that
no other has, and no exercise folder is left out of config.json.
A track that declares its languages (ours) also keeps the rules for words, hints, minutes and wrong answers. What an
exercise's kind asks for beside its texts is read with the track: where that is broken, the exercise is.
"""

from collections import Counter
from collections.abc import Iterator

from classroom_server.authoring.finding import Finding, finding_of
from classroom_server.authoring.no_track import is_run_here, no_toolchain
from classroom_server.authoring.unused_files import unused
from classroom_server.authoring.words_lint import lint_task_words, lint_words
from classroom_server.authoring.wrong_answers import DECLARATION, read_wrong_answers
from kiosk_agent.curriculum.config import EXERCISE_CONFIG, TRACK_CONFIG, Listed, listed_in
from kiosk_agent.curriculum.exercise import Exercise
from kiosk_agent.curriculum.faults import one_by_one
from kiosk_agent.curriculum.files import present, read_text
from kiosk_agent.curriculum.kinds.project import Project
from kiosk_agent.curriculum.kinds.task_file import ANSWERED, TASK, UNTESTED
from kiosk_agent.curriculum.track import Track
from kiosk_agent.errors import TrackInvalid
from kiosk_agent.protocol.languages import SOURCE_LANGUAGE
from kiosk_agent.protocol.limits import SOURCE_BYTES
from kiosk_agent.runner.judging.expected_tests import tests_of
from kiosk_agent.toolchains.finding_tests import fault_line

SHORTEST_MINUTES = 5
LONGEST_MINUTES = 15
WRONG_ANSWERS = 3


def lint(track: Track) -> tuple[Finding, ...]:
    """Return all findings, exercise by exercise; empty when the track is good."""
    listed = listed_in(track.folder)
    findings = [*_unknown_language(track), *_left_out(track, listed), *_copied_uuids(listed)]
    for exercise in track.exercises:
        findings += _lint_exercise(track, exercise)
    # Two looks may meet the same file that cannot be read.
    return tuple(dict.fromkeys(findings))


def _unknown_language(track: Track) -> Iterator[Finding]:
    if not is_run_here(track.language_name):
        yield Finding(TRACK_CONFIG, *no_toolchain(track.language_name))


def _left_out(track: Track, listed: tuple[Listed, ...]) -> Iterator[Finding]:
    known = {f"exercises/{entry.group}/{entry.slug}" for entry in listed}
    for folder in sorted(track.folder.glob("exercises/*/*/")):
        path = folder.relative_to(track.folder).as_posix()
        # Without .meta it is no exercise: tracks keep shared files there too.
        if path not in known and (folder / ".meta").is_dir():
            yield Finding(path, "config.json does not list this exercise", "list it, or remove the folder")


def _copied_uuids(listed: tuple[Listed, ...]) -> Iterator[Finding]:
    counts = Counter(entry.uuid for entry in listed if entry.uuid)
    for uuid in (uuid for uuid, count in counts.items() if count > 1):
        slugs = " and ".join(entry.slug for entry in listed if entry.uuid == uuid)
        yield Finding(TRACK_CONFIG, f"{slugs} have the same uuid, {uuid}", "give each its own (uuidgen makes one)")


def _lint_exercise(track: Track, exercise: Exercise) -> Iterator[Finding]:
    home = exercise.folder.relative_to(track.folder)
    looks = [_essentials(exercise)]
    if track.languages:
        looks += [_shape(exercise), lint_words(track, exercise)]
        looks += [lint_task_words(exercise, language) for language in track.languages]
        if exercise.kind not in UNTESTED:
            looks.append(_wrong_answers(exercise))
    if isinstance(task := exercise.task(), Project):
        looks.append(_steps(exercise, task))
    for look in looks:
        # What cannot be read ends one look at the exercise, and not the others.
        try:
            for path, problem, hint in look:
                yield Finding(f"{home}/{path}", problem, hint)
        except TrackInvalid as error:
            for each in one_by_one(error):
                yield finding_of(each, track.folder)


def _essentials(exercise: Exercise) -> Iterator[tuple[str, str, str]]:
    if not exercise.exemplar_files and exercise.kind not in ANSWERED:
        yield EXERCISE_CONFIG, "no right answer", "list one under files.exemplar"
    for path in exercise.exemplar_files:
        if not present(exercise.folder, path):
            yield path, "the right answer is missing", "write it, or correct files.exemplar"
    if not exercise.instructions(SOURCE_LANGUAGE):
        yield ".docs/instructions.md", "no instructions", "write what the learner is to do"
    if len(exercise.stub().encode()) > SOURCE_BYTES:
        yield exercise.solution_files[0], f"over {SOURCE_BYTES} bytes, so it cannot be handed in", "shorten it"
    for path in exercise.test_files:
        line = fault_line(exercise.language_name, path, read_text(exercise.folder, path))
        if line is not None:
            hint = "correct that place; what its toolchain says of it: ./outset track test DIR"
            yield f"{path}, line {line}", "the tests cannot be read from here on", hint


def _shape(exercise: Exercise) -> Iterator[tuple[str, str, str]]:
    if exercise.minutes is None or not SHORTEST_MINUTES <= exercise.minutes <= LONGEST_MINUTES:
        span = f"between {SHORTEST_MINUTES} and {LONGEST_MINUTES}"
        yield EXERCISE_CONFIG, f"minutes are not {span}", f"set custom.outset.minutes {span}, or split the exercise"
    yield from unused(exercise)


def _steps(exercise: Exercise, project: Project) -> Iterator[tuple[str, str, str]]:
    named = {test for step in project.steps.values() for test in step.tests}
    known = tests_of(exercise).names
    for test in sorted(named - set(known)):
        yield TASK, f"a step is signed by {test!r}, which is no test", "use the test's own name"
    for test in known:
        if test not in named:
            yield TASK, f"the test {test!r} signs no step", "name it in the step that it is for"


def _wrong_answers(exercise: Exercise) -> Iterator[tuple[str, str, str]]:
    names = tests_of(exercise).names
    answers = read_wrong_answers(exercise.folder)
    if len(answers) < WRONG_ANSWERS:
        yield DECLARATION, f"{len(answers)} wrong answers, not {WRONG_ANSWERS}", "add the commonest ones"
    for answer in answers:
        if not present(exercise.folder, answer.path):
            yield answer.path, f"{DECLARATION} names it and it is missing", "write it"
        for name in answer.fails:
            if name not in names:
                yield DECLARATION, f"{answer.path} is to fail {name!r}, which is no test", "use the test's own name"
