"""`./outset bench server`: what an event costs beside bare echoes, and what rooms of 10, 100 and 500 kiosks cost.

All in one run on one machine. The ratio to an echo with a durable commit is what counts: both wait for the same disk.
"""

import asyncio
import os
import statistics
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk_agent.command_line import CommandParser, number_from
from tests.bench.server.classroom import fill
from tests.bench.server.echo import BARE, DURABLE
from tests.bench.server.events import Sender, nonce_mark_of, request_of, send_all
from tests.bench.server.figures import Row, report, told_rows
from tests.bench.server.room import ROOMS, RoomFigures, measure_room, processor_seconds
from tests.support.checkout import BUILD
from tests.support.server.rooms import open_room
from tests.support.server.running_server import RunningServer

RESULTS = BUILD / "bench" / "server.json"
CONNECTIONS = 20
ROUNDS = 4
# Requests a connection in each round, by how many events each carries.
REQUESTS: Mapping[int, int] = {1: 20, 10: 8, 50: 3}
# Events a second with fifty a request, as they were measured before intake was written anew.
FIFTY_BEFORE = 793.0


@dataclass(frozen=True)
class Way:
    """What was measured of one way to take events."""

    per_second: float
    """Events, or requests of an echo."""
    processor: float
    """Milliseconds of processor time a request."""


def main(arguments: Sequence[str] = ()) -> int:
    """Measure, print a table, and write build/bench/server.json; 1 when a figure is not what it must be."""
    parser = CommandParser(prog="./outset bench server", description="Measure the classroom server.")
    parser.add_argument(
        "--kiosks", type=number_from(1, 1000), action="append", help="only a room of so many; may be given again"
    )
    parser.add_argument("--events", action="store_true", help="only events")
    chosen = parser.parse_args(arguments)
    load_before = os.getloadavg()[0]
    rows: list[Row] = []
    if chosen.events or not chosen.kiosks:
        rows += _event_rows(measure_events())
    for kiosks in chosen.kiosks or (() if chosen.events else ROOMS):
        rows += _room_rows(kiosks, measure_room(kiosks))
    return report(rows, RESULTS, load_before)


def measure_events() -> dict[str, Way]:
    """Have all servers take requests in turn, from one client over one number of connections."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        classroom = fill(folder / "ours", CONNECTIONS)
        session = classroom.room.start_session()
        sign_ins = classroom.sign_everybody_in(session.session_id)
        senders = [Sender(seat.device, sign_ins[seat.kiosk_id]) for seat in classroom.seats]
        ours = RunningServer(classroom.room, folder / "ours.log")
        servers = {kind: _echo(kind, folder) for kind in (BARE, DURABLE)}
        servers |= {str(events): ours for events in REQUESTS}
        for server in {*servers.values()}:
            server.start()
        try:
            return _in_turn(servers, senders)
        finally:
            for server in {*servers.values()}:
                server.stop_if_running()


def _echo(kind: str, folder: Path) -> RunningServer:
    argv = (sys.executable, "-m", "tests.bench.server.echo", kind)
    return RunningServer(open_room(folder / kind), folder / f"{kind}.log", argv)


def _in_turn(servers: Mapping[str, RunningServer], senders: Sequence[Sender]) -> dict[str, Way]:
    took, worked, sent = defaultdict[str, float](float), defaultdict[str, float](float), Counter[str]()
    for turn in range(ROUNDS + 1):
        for way, server in servers.items():
            events = int(way) if way.isdecimal() else 1
            mark = nonce_mark_of(server.url, server.room.ca_path) if way.isdecimal() else ""
            requests = [
                [
                    request_of(sender, server.url, events, turn * 10_000 + each * events, mark)
                    for each in range(REQUESTS[events])
                ]
                for sender in senders
            ]
            before = processor_seconds(server.process_id)
            seconds = asyncio.run(send_all(server.url, server.room.ca_path, requests, applied=way.isdecimal()))
            if not turn:
                continue  # The first time, caches fill.
            took[way] += seconds
            worked[way] += processor_seconds(server.process_id) - before
            sent[way] += sum(map(len, requests))
    return {
        way: Way(
            per_second=sent[way] * (int(way) if way.isdecimal() else 1) / took[way],
            processor=worked[way] / sent[way] * 1000,
        )
        for way in servers
    }


def _event_rows(ways: Mapping[str, Way]) -> Iterator[Row]:
    bare, durable = ways[BARE], ways[DURABLE]
    yield Row("a bare echo (requests/s)", bare.per_second)
    yield Row("an echo with a durable commit (requests/s)", durable.per_second)
    for events in REQUESTS:
        yield Row(f"ours, {events} events a request (events/s)", ways[str(events)].per_second)
    yield Row("  one event, over the durable echo", ways["1"].per_second / durable.per_second, least=0.35)
    yield Row("  one event, over the bare echo", ways["1"].per_second / bare.per_second)
    yield Row("  fifty events, over before", ways["50"].per_second / FIFTY_BEFORE, least=5.0)
    for name, way in ways.items():
        yield Row(f"processor time a request, {name} (ms)", way.processor)


def _room_rows(kiosks: int, room: RoomFigures) -> Iterator[Row]:
    whole = kiosks == max(ROOMS)
    yield from told_rows(f"{kiosks} kiosks: End session", room.ended, is_asked=whole)
    yield Row(f"{kiosks} kiosks: processor while idle (%)", room.idle_percent, 4.0 if whole else None)
    yield Row(f"{kiosks} kiosks: memory a stream (KiB)", room.stream_kib, 150.0 if whole else None)
    yield Row(f"{kiosks} kiosks: room page (ms)", statistics.median(room.pages), 150.0 if whole else None)
    yield Row(f"{kiosks} kiosks: processor time a page (ms)", room.page_processor)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
