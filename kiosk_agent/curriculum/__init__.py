"""The track format: what the kiosk, the runner and the server know of exercises."""

from kiosk_agent.curriculum.bundle import build_bundle
from kiosk_agent.curriculum.catalogue import TestWords
from kiosk_agent.curriculum.config import Kind
from kiosk_agent.curriculum.exercise import Exercise
from kiosk_agent.curriculum.kinds.task_file import ANSWERED
from kiosk_agent.curriculum.track import Fault, ReadTrack, Track, load_track, read_track
from kiosk_agent.curriculum.tracks import load_tracks
from kiosk_agent.curriculum.versions import exercise_version
from kiosk_agent.protocol.languages import Language

__all__ = [
    "ANSWERED",
    "Exercise",
    "Fault",
    "Kind",
    "Language",
    "ReadTrack",
    "TestWords",
    "Track",
    "build_bundle",
    "exercise_version",
    "load_track",
    "load_tracks",
    "read_track",
]
