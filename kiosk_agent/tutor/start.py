"""Wires the tutor to the kiosk's other parts, as the settings say where they are."""

from pathlib import Path

from kiosk_agent.curriculum import load_tracks
from kiosk_agent.link.client import AgentClient
from kiosk_agent.protocol.languages import Language
from kiosk_agent.runner.client import RunnerClient
from kiosk_agent.settings import KioskSettings
from kiosk_agent.tutor.app import TutorApp
from kiosk_agent.tutor.state.path import with_views


def make_app(settings_path: Path, language: Language, *, has_quit_key: bool) -> TutorApp:
    """Return the tutor, ready to run. Raises SettingsInvalid."""
    settings = KioskSettings.load(settings_path)
    return TutorApp(
        AgentClient(settings.agent_socket),
        RunnerClient(settings.runner_socket),
        lambda: with_views(load_tracks(settings.tracks_path, with_deprecated=False)),
        language=language,
        has_quit_key=has_quit_key,
    )
