"""The server attacked by strangers while a class goes on: a trainer still ends it within two seconds."""

import contextlib
import socket
import ssl
import threading
from pathlib import Path

import httpx

from classroom_server.core.limits.connections import UNPROVEN_AN_ADDRESS
from kiosk_agent import process
from kiosk_agent.protocol.enrolment import Approval
from kiosk_agent.protocol.paths import ENROLMENTS_PATH, EVENTS_PATH
from tests.server.accidents.lessons import Lesson
from tests.support.server.kiosk_client import KioskClient, attempt
from tests.support.server.running_server import SERVE
from tests.support.server.trainer_client import PASSWORD, TrainerClient
from tests.support.waiting import LIMIT_SECONDS, eventually

IDLE_CONNECTIONS = 2005
STRANGERS = 100
STRANGER_KEYS = 60


def test_idle_connections_by_the_thousand_end_by_themselves_and_hold_up_nobody(lesson: Lesson) -> None:
    context = ssl.create_default_context(cafile=str(lesson.server.room.ca_path))
    with contextlib.ExitStack() as stack:
        for _ in range(IDLE_CONNECTIONS):
            plain = stack.enter_context(socket.create_connection(("127.0.0.1", lesson.server.port)))
            plain.settimeout(LIMIT_SECONDS)
            # The server counts who has greeted it; one of very many may be gone by then.
            with contextlib.suppress(OSError):
                stack.enter_context(context.wrap_socket(plain, server_hostname="127.0.0.1"))
        lesson.goes_on()
        held = Path(f"/proc/{lesson.server.process_id}/fd")
        eventually(lambda: len(list(held.iterdir())) < UNPROVEN_AN_ADDRESS * 2, "the server lets go of them")


def test_a_hundred_strangers_at_the_sign_in_hold_up_nobody(lesson: Lesson) -> None:
    enough = threading.Event()
    with httpx.Client(base_url=lesson.server.url, verify=False) as http:  # noqa: S501 - a stranger's
        http.get("/sign-in")
        cookies = dict(http.cookies)
    token = cookies["__Host-outset-form"]
    answers: list[int] = []

    def try_names(number: int) -> None:
        with httpx.Client(base_url=lesson.server.url, verify=False, timeout=None, cookies=cookies) as http:  # noqa: S501, S113 - a stranger's
            while not enough.is_set():
                form = {"form_token": token, "name": f"name{number}", "password": "wrong"}
                # One of very many gives its connection up to others.
                with contextlib.suppress(httpx.TransportError):
                    answers.append(http.post("/sign-in", data=form).status_code)

    strangers = [threading.Thread(target=try_names, args=(number,)) for number in range(STRANGERS)]
    for stranger in strangers:
        stranger.start()
    try:
        eventually(lambda: len(answers) > STRANGERS, "the strangers are answered")
        lesson.goes_on()
    finally:
        enough.set()
        for stranger in strangers:
            stranger.join()
    assert 429 in answers


def test_nobody_locks_a_trainer_out_of_a_browser_that_was_used_before(lesson: Lesson) -> None:
    def is_slowed_down() -> bool:
        stranger = TrainerClient(lesson.server.url, lesson.server.room.ca_path)
        for _ in range(6):
            stranger.sign_in("Ana", "wrong")
        return stranger.sign_in("Ana", PASSWORD).status_code == 429

    # A machine with much else to do may take longer for these than they have to wait.
    eventually(is_slowed_down, "a stranger waits though the password is right")
    lesson.trainer.post("/", "/sign-out")
    assert lesson.trainer.sign_in("Ana", PASSWORD).status_code == 303


def test_sixty_stranger_keys_do_not_keep_a_real_kiosk_from_asking(lesson: Lesson) -> None:
    strangers = [KioskClient(lesson.server.url, lesson.server.room.ca_path) for _ in range(STRANGER_KEYS)]
    answers = [
        each.post(ENROLMENTS_PATH, f'{{"public_key": "{each.signer.key_id}"}}').status_code for each in strangers
    ]
    assert 429 in answers
    assert lesson.kiosk.enrol().approval is Approval.APPROVED
    lesson.goes_on()
    for each in strangers:
        each.http.close()


def test_a_second_server_on_the_folder_is_refused_and_holds_up_nobody(lesson: Lesson) -> None:
    argv = [*SERVE, "--folder", str(lesson.server.room.parts.settings.folder), "--port", "0"]
    seconds = [process.start(argv, log=lesson.server.log_path.with_name(f"second {number}.log")) for number in range(3)]
    lesson.goes_on()
    assert [second.wait(LIMIT_SECONDS) for second in seconds] == [2, 2, 2]


def test_end_session_works_while_the_disk_is_full_and_work_waits_at_the_kiosk(lesson: Lesson) -> None:
    wal = lesson.server.room.parts.settings.folder / "classroom.sqlite-wal"
    late = [lesson.kiosk.event(lesson.sign_in_id, attempt("x" * 60_000)) for _ in range(3)]
    lesson.server.limit_files(wal.stat().st_size + 20_000)
    body = '{"events": [' + ",".join(event.model_dump_json() for event in late) + "]}"
    assert lesson.kiosk.post(EVENTS_PATH, body).status_code == 507
    lesson.trainer.end_session(lesson.session.session_id, lesson.token)
    lesson.server.limit_files(1 << 40)
    lesson.kiosk.send(*late)
    assert lesson.server.room.count("attempts") == len(late)
