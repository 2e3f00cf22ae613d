"""Whose work is at this kiosk now: begun at a sign-in, and forgotten at its end."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from textual.app import App

from kiosk_agent.curriculum import Track
from kiosk_agent.link.client import AgentClient, AgentGone
from kiosk_agent.protocol.local import Drafts, DraftsFound
from kiosk_agent.protocol.sessions import CurrentSignIn
from kiosk_agent.runner.client import RunnerClient
from kiosk_agent.tutor.learner_work import LearnerWork
from kiosk_agent.tutor.saving.keeper import WorkKeeper
from kiosk_agent.tutor.state.lesson import Lesson

if TYPE_CHECKING:
    from textual.worker import Worker


class CurrentWork:
    """The work of whoever is signed in; there is none while nobody is."""

    def __init__(
        self,
        app: App[None],
        agent: AgentClient,
        runner: RunnerClient,
        keeper: WorkKeeper,
        load_tracks: Callable[[], Sequence[Track]],
    ) -> None:
        self._app = app
        self._agent = agent
        self._runner = runner
        self._keeper = keeper
        self._load_tracks = load_tracks
        self._tracks: asyncio.Task[Sequence[Track]] | None = None
        self._beginning: Worker[None] | None = None
        self.now: LearnerWork | None = None

    def read_tracks(self) -> None:
        """Begin to read the kiosk's tracks: who signs in must not wait for that."""
        self._tracks = asyncio.create_task(asyncio.to_thread(self._load_tracks))

    def begin(self, learner: CurrentSignIn, then: Callable[[], Awaitable[None]]) -> None:
        """Begin where `learner` stopped, once the agent has said what it keeps of them, and do `then`.

        When it cannot say that now nothing begins: a lesson without its drafts would be written over them.
        """
        if self._beginning is None or self._beginning.is_finished:
            self._beginning = self._app.run_worker(self._begin(learner, then), name="lesson")

    async def _begin(self, learner: CurrentSignIn, then: Callable[[], Awaitable[None]]) -> None:
        try:
            answer = await self._agent.request(Drafts())
        except AgentGone:
            return
        if isinstance(answer, DraftsFound):
            assert self._tracks is not None  # noqa: S101 - read from the start on, before anything can ask
            lesson = Lesson.begin(learner, answer.drafts)
            self.now = LearnerWork(lesson, await self._tracks, self._keeper, self._runner)
            await then()

    def forget(self) -> None:
        """Drop everything of the learner; what is not on the disk yet is handed to the agent once more."""
        self._app.run_worker(self._keeper.last_call(self._keeper.wipe()), name="last call")
        self.now = None
