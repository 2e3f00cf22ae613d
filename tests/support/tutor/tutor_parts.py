"""A tutor played by a script: its keys, its screen, and the kiosk's other parts at the ends of its sockets."""

import asyncio
import json
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from textual.events import Resize
from textual.geometry import Size

from kiosk_agent.curriculum import load_track
from kiosk_agent.link.client import ANSWER_SECONDS, AgentClient
from kiosk_agent.protocol.languages import SOURCE_LANGUAGE, Language
from kiosk_agent.protocol.local import Condition, KioskState
from kiosk_agent.runner.client import RunnerClient
from kiosk_agent.tutor.app import TutorApp
from tests.support.tutor.socket_fakes import FakeAgent, FakeRunner, current, reply, state
from tests.support.waiting import eventually_in_loop

if TYPE_CHECKING:
    from textual.pilot import Pilot


class Play:
    """A tutor driven by keys, in a terminal of the size given."""

    def __init__(self, pilot: "Pilot[None]", agent: FakeAgent, runner: FakeRunner) -> None:
        self.pilot = pilot
        self.app = cast("TutorApp", pilot.app)
        self.agent = agent
        self.runner = runner

    async def until(self, is_so: Callable[[], bool], what: str = "") -> None:
        """Wait until it is so. Fails when it takes far too long, with what is on the screen."""
        await eventually_in_loop(is_so, what, said=self.shown)

    async def tell(self, told: KioskState) -> None:
        """Have the agent tell a state, and wait until the tutor has heard it."""
        await self.agent.tell(told)
        sent = told.model_dump_json()
        await self.until(lambda: self._heard() == sent, "the state")
        await self.pilot.pause()

    def _heard(self) -> str:
        state = self.app.screens.view.state
        return "" if state is None else state.model_dump_json()

    async def sees(self, words: str) -> None:
        """Wait until the screen shows `words`, and then until all that comes with them is there."""
        await self.until(lambda: words in self.shown(), words)
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        await self.pilot.press(*keys)

    async def settle(self, columns: int, rows: int) -> None:
        """Have a terminal of that size, and wait until the screen stands as it stays there."""
        size = Size(columns, rows)
        if self.app.size != size and self.app._driver is not None:
            self.app._driver._size = (columns, rows)
            self.app.post_message(Resize(size, size))
        stood: str | None = None
        while stood is None or stood != self.shown():
            stood = self.shown()
            await self.pilot._wait_for_screen()
            screen = self.app.screen
            screen._on_timer_update()
            if screen._layout_required or screen._dirty_widgets or screen._compositor.size != size:
                stood = None

    def shown(self) -> str:
        """Return the screen as text."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    async def sign_in(self, **facts: object) -> None:
        """Have a learner signed in and at home."""
        self.agent.reply = reply(**facts)
        await self.tell(state(Condition.SIGNED_IN, learner=current(self.agent.reply)))
        await self.sees("Hello")

    async def open_first(self, **facts: object) -> None:
        """Have a learner signed in, in the first exercise, and writing."""
        await self.sign_in(**facts)
        await self.press("enter")
        await self.until(lambda: len(self.app.screen.query("#exercise-editor")) == 1, "the exercise")
        self.app.screen.query_one("#exercise-editor").focus()
        await self.pilot.pause()


Script = Callable[[Play], Awaitable[None]]


def play(
    script: Script,
    tracks: Path,
    size: tuple[int, int] = (80, 24),
    *,
    answer_seconds: float = ANSWER_SECONDS,
    language: Language = SOURCE_LANGUAGE,
    has_quit_key: bool = False,
    track_path: Path | None = None,
) -> FakeAgent:
    """Play `script` on a tutor of a small track that is written below `tracks`, or of another; return its agent."""

    async def run(folder: Path) -> FakeAgent:
        agent, runner = FakeAgent(folder / "agent"), FakeRunner(folder / "runner")
        await agent.come()
        await runner.come()
        track = load_track(track_path or write_track(tracks))
        client = AgentClient(folder / "agent", answer_seconds=answer_seconds)
        app = TutorApp(
            client, RunnerClient(folder / "runner"), lambda: [track], language=language, has_quit_key=has_quit_key
        )
        async with app.run_test(size=size) as pilot:
            await script(Play(pilot, agent, runner))
        await agent.go()
        await runner.go()
        return agent

    # Not below pytest's own folder: a socket's path may have 107 characters.
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(run(Path(folder)))


def write_track(folder: Path) -> Path:
    """Write a small track of three exercises in Exercism's layout, two of them in Spanish too."""
    track = folder / "javascript"
    slugs = ("stock-count", "price-tags", "shift-plan")
    names = ("Stock count", "Price tags", "Shift plan")
    for slug, name in zip(slugs, names, strict=True):
        exercise = track / "exercises" / "practice" / slug
        for part in (".docs", ".meta"):
            (exercise / part).mkdir(parents=True)
        (exercise / ".meta" / "config.json").write_text(
            json.dumps(
                {
                    "authors": [], "blurb": "", "files": {
                        "solution": [f"{slug}.js"], "test": [f"{slug}.spec.js"], "example": [".meta/proof.js"],
                    },
                }
            )
        )  # fmt: skip
        (exercise / ".docs" / "instructions.md").write_text(f"Write `total(boxes)` for *{name}*.\n\n- add [bold] all\n")
        (exercise / ".docs" / "hints.md").write_text("# Hints\n\n## General\n\n- Start at 0.\n- Return the sum.\n")
        (exercise / f"{slug}.js").write_text("export function total(boxes) {\n}\n")
        (exercise / f"{slug}.spec.js").write_text("")
    config = {
        "language": "JavaScript", "slug": "javascript",
        "concepts": [{"uuid": "c", "slug": "arrays", "name": "Arrays"}],
        "exercises": {
            "concept": [],
            "practice": [
                {"slug": slug, "name": name, "uuid": slug, "practices": ["arrays"], "prerequisites": []}
                for slug, name in zip(slugs, names, strict=True)
            ],
        },
    }  # fmt: skip
    (track / "config.json").write_text(json.dumps(config))
    return track
