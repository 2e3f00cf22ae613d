"""Floods: of cheap requests, of bodies in crumbs, of one kiosk's key. A trainer ends the class within two seconds."""

import contextlib
import itertools
import socket
import ssl
import threading
from collections.abc import Callable, Iterator

import httpx

from kiosk_agent.protocol.paths import ENROLMENTS_PATH, PIN_PATH, TIME_PATH
from kiosk_agent.protocol.problem import ProblemCode
from tests.server.accidents.lessons import Lesson
from tests.support.server.kiosk_client import KioskClient, problem
from tests.support.waiting import LIMIT_SECONDS, eventually

CONNECTIONS = 100
MANY = 60
CRUMBS = b"1\r\na\r\n" * 10_000


@contextlib.contextmanager
def many_times(act: Callable[[], object], threads: int) -> Iterator[list[object]]:
    """Do it again and again from many threads until the block ends; give what came of it."""
    enough = threading.Event()
    came: list[object] = []

    def go_on() -> None:
        while not enough.is_set():
            # Who asks too much loses connections.
            with contextlib.suppress(OSError, httpx.TransportError):
                came.append(act())

    several = [threading.Thread(target=go_on) for _ in range(threads)]
    for each in several:
        each.start()
    try:
        yield came
    finally:
        enough.set()
        for each in several:
            each.join()


def connected(lesson: Lesson) -> ssl.SSLSocket:
    context = ssl.create_default_context(cafile=str(lesson.server.room.ca_path))
    # Another machine than the trainer's, as strangers are.
    plain = socket.create_connection(("127.0.0.1", lesson.server.port), LIMIT_SECONDS, source_address=("127.0.0.2", 0))
    return context.wrap_socket(plain, server_hostname="127.0.0.1")


def answer_to(lesson: Lesson, request: bytes) -> bytes:
    with connected(lesson) as connection:
        connection.sendall(request)
        return connection.recv(20)


def test_strangers_who_ask_without_end_wait_and_hold_up_nobody(lesson: Lesson) -> None:
    request = f"GET {TIME_PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()

    def ask_often() -> bytes:
        with connected(lesson) as connection:
            for _ in range(CONNECTIONS):
                connection.sendall(request)
                answer = connection.recv(4096)
                if not answer.startswith(b"HTTP/1.1 200"):
                    break
            return answer[:12]

    with many_times(ask_often, CONNECTIONS) as answers:
        eventually(lambda: b"HTTP/1.1 429" in answers or len(answers) > CONNECTIONS, "strangers are answered")
        lesson.goes_on()


def test_a_body_in_crumbs_is_refused_before_it_costs_anything(lesson: Lesson) -> None:
    head = b"Host: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    for start in (b"POST /sign-in HTTP/1.1\r\n", b"GET /static/icon.svg HTTP/1.1\r\n"):
        assert answer_to(lesson, start + head).startswith(b"HTTP/1.1 400")
    request = b"GET /static/icon.svg HTTP/1.1\r\n" + head + CRUMBS
    with many_times(lambda: answer_to(lesson, request), 4) as answers:
        eventually(lambda: len(answers) > MANY, "crumbs are refused")
        lesson.goes_on()


def test_a_kiosks_key_that_asks_often_where_it_stands_is_told_to_wait(lesson: Lesson) -> None:
    key, versions = lesson.kiosk.signer.key_id, itertools.cycle("01")

    def ask() -> httpx.Response:
        return lesson.kiosk.post(ENROLMENTS_PATH, f'{{"public_key": "{key}", "image_version": "{next(versions)}"}}')

    # One may be let through between two that are not: a key's allowance grows with each second.
    refused = eventually(lambda: answer if (answer := ask()).is_error else None, "the key is told to wait")
    assert problem(refused).code is ProblemCode.SLOW_DOWN
    lesson.goes_on()


def test_a_kiosks_key_that_changes_pins_without_end_holds_up_nobody(lesson: Lesson) -> None:
    path = PIN_PATH.format(sign_in_id=lesson.sign_in_id)

    def change() -> int:
        # Another connection each time, as many hands have.
        other = KioskClient(lesson.server.url, lesson.server.room.ca_path)
        other.http.auth = lesson.kiosk.signer
        try:
            return other.post(path, '{"new_pin": "480213"}').status_code
        finally:
            other.http.close()

    with many_times(change, MANY // 2) as answers:
        eventually(lambda: 429 in answers, "the key is told to wait")
        lesson.goes_on()
