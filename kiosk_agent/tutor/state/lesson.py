"""What the tutor holds of the learner who is signed in; dropping it forgets them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kiosk_agent.curriculum import Exercise
from kiosk_agent.protocol.sessions import CurrentSignIn, KeptDraft
from kiosk_agent.tutor.state.path import key_of


@dataclass
class Lesson:
    """One sign-in's texts and progress."""

    sign_in_id: str
    display_name: str
    files: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """By "track/exercise": what the learner wrote, path by path: held by the editor last, or the kept draft."""
    passed: set[str] = field(default_factory=set)
    hints: dict[str, int] = field(default_factory=dict)
    """By "track/exercise": how many of its hints were taken here."""
    hand_id: str | None = None
    """Of the hand that is up."""
    hand_line: str = ""
    """What was written for a hand that was not raised after all."""
    hands_raised: int = 0
    last: str | None = None
    """"track/exercise" that was open last."""
    learner_id: str = ""
    has_new_pin: bool = False
    """The learner chose their own PIN here, whether or not the agent's state says so yet."""

    @classmethod
    def begin(cls, learner: CurrentSignIn, drafts: Iterable[KeptDraft]) -> "Lesson":
        """Start where the learner stopped: with the newest draft of each exercise."""
        lesson = cls(
            sign_in_id=learner.sign_in_id,
            learner_id=learner.learner_id,
            display_name=learner.display_name,
            passed=set(learner.passed),
            last=learner.last_exercise,
        )
        for draft in sorted(drafts, key=lambda draft: draft.saved_at):
            lesson.files[f"{draft.track}/{draft.exercise}"] = draft.files
        return lesson

    def has_text(self, exercise: Exercise) -> bool:
        """Tell whether the learner has written in this exercise before."""
        return key_of(exercise) in self.files

    def text(self, exercise: Exercise) -> str:
        """Return the learner's text, or the stub. Raises TrackInvalid."""
        known, edited = self.files.get(key_of(exercise), {}), exercise.solution_files[0]
        if edited in known:
            return known[edited]
        # One text alone is the learner's, whatever its file was called when it was kept.
        others = [text for path, text in known.items() if path not in exercise.solution_files]
        return others[0] if len(others) == len(known) == 1 else exercise.stub()

    def write(self, exercise: Exercise, text: str) -> Mapping[str, str]:
        """Take the text of the file that is edited, and return all files of the exercise that the learner has."""
        known = self.files.get(key_of(exercise), {})
        kept = {path: known[path] for path in exercise.solution_files if path in known}
        self.files[key_of(exercise)] = kept | {exercise.solution_files[0]: text}
        return self.files[key_of(exercise)]
