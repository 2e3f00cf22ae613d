"""The program: started, stopped, killed in the middle of work, out of disk, and sent far too much."""

import http.client
import ssl
from pathlib import Path

import httpx
import pytest

from kiosk_agent import process
from kiosk_agent.errors import ProgramFailed
from kiosk_agent.protocol.events import Fate
from kiosk_agent.protocol.paths import EVENTS_PATH, TIME_PATH
from kiosk_agent.protocol.problem import ProblemCode
from tests.support.server.kiosk_client import KioskClient, attempt, problem
from tests.support.server.running_server import SERVE, RunningServer
from tests.support.waiting import LIMIT_SECONDS

MEGABYTE = 1024 * 1024


def sign_in(server: RunningServer, kiosk: KioskClient, number: str = "7") -> str:
    slip = server.room.add_learner(number)
    server.room.start_session()
    return kiosk.sign_in(number, slip.pin).sign_in_id


def test_sigterm_ends_open_streams_and_the_program_well(server: RunningServer) -> None:
    with server.kiosk().stream() as events:
        assert next(events)[0] == "closed"
        assert server.stop() == 0


def test_a_stream_resumes_after_the_server_was_killed(server: RunningServer) -> None:
    kiosk = server.kiosk()
    with kiosk.stream() as events:
        next(events)
        server.kill()
        with pytest.raises(httpx.TransportError):
            list(events)
    server.start()
    with kiosk.stream() as events:
        assert next(events)[0] == "closed"


def test_a_port_in_use_is_said_with_the_next_step(server: RunningServer, tmp_path: Path) -> None:
    argv = [*SERVE, "--folder", str(tmp_path / "second"), "--port", str(server.port)]
    with pytest.raises(ProgramFailed) as failed:
        process.run(argv, timeout_seconds=LIMIT_SECONDS)
    assert failed.value.exit_code == 2
    assert f"port {server.port} is in use" in failed.value.output
    assert "next:" in failed.value.output
    assert not (tmp_path / "second").exists()


def test_a_50_megabyte_submission_is_refused_without_reading_it(server: RunningServer) -> None:
    kiosk = server.kiosk()
    before = server.memory_bytes()
    context = ssl.create_default_context(cafile=str(server.room.ca_path))
    connection = http.client.HTTPSConnection("127.0.0.1", server.port, context=context, timeout=LIMIT_SECONDS)
    connection.putrequest("POST", EVENTS_PATH)
    connection.putheader("Content-Length", str(50 * MEGABYTE))
    connection.endheaders()
    answer = connection.getresponse()
    assert (answer.status, b"request_too_large" in answer.read()) == (413, True)
    connection.close()
    assert send_unmeasured(kiosk, 50) in ("400", "the connection was closed")
    assert server.memory_bytes() - before < 40 * MEGABYTE
    assert problem(kiosk.try_sign_in("1", "135790")).code is ProblemCode.NO_SESSION


def send_unmeasured(kiosk: KioskClient, megabytes: int) -> str:
    """Send a body in chunks, without saying how long it will be, under a good signature of something else."""
    request = kiosk.http.build_request("POST", EVENTS_PATH, content=b"x")
    headers = kiosk.signer.signed(request).headers
    headers.pop("content-length")
    chunks = (bytes(MEGABYTE) for _ in range(megabytes))
    try:
        answer = kiosk.http.post(EVENTS_PATH, content=chunks, headers=headers, auth=httpx.Auth())
    except httpx.TransportError:
        return "the connection was closed"
    return str(answer.status_code)


def test_a_full_disk_is_said_and_nothing_acknowledged_is_lost(server: RunningServer) -> None:
    kiosk = server.kiosk()
    here = sign_in(server, kiosk)
    kept = kiosk.event(here, attempt("before"))
    kiosk.send(kept)
    wal = server.room.parts.settings.folder / "classroom.sqlite-wal"
    server.limit_files(wal.stat().st_size + 20_000)
    late = [kiosk.event(here, attempt("x" * 60_000)) for _ in range(3)]
    body = '{"events": [' + ",".join(event.model_dump_json() for event in late) + "]}"
    answer = kiosk.post(EVENTS_PATH, body)
    assert (answer.status_code, problem(answer).code) == (507, ProblemCode.STORAGE_FULL)
    assert problem(answer).hint
    assert kiosk.http.get(TIME_PATH, auth=None).status_code == 200
    server.limit_files(1 << 40)
    assert set(kiosk.send(kept, *late).fates.values()) == {Fate.APPLIED, Fate.ALREADY_APPLIED}
    assert server.room.count("attempts") == 4


def test_the_log_on_stderr_holds_no_pin_password_or_program_text(server: RunningServer) -> None:
    kiosk = server.kiosk()
    here = sign_in(server, kiosk)
    kiosk.send(kiosk.event(here, attempt("let secretOfTheTest = 1")))
    kiosk.try_sign_in("7", "271828")
    kiosk.post(EVENTS_PATH, b"\xffsecretOfTheTest")
    # A line that goes on to the right, ends, or commands a terminal would be a stranger's own line.
    kiosk.http.get("/%E2%80%AE%E2%80%A8%C2%9B31m")
    server.stop()
    log = server.log_path.read_text(encoding="utf-8")
    assert '"status": 403' in log
    assert log.isascii()
    for secret in ("secretOfTheTest", "271828", "Learner"):
        assert secret not in log
