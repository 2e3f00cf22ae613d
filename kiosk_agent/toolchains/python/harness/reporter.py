"""The way out for results: one JSON object a line on a pipe of its own, each behind the nonce of this run.

Learner code shares this process, so what is needed later is kept here before that code is loaded.
"""

import io
import os
import sys
from collections.abc import Callable
from json.encoder import encode_basestring_ascii
from typing import Any

MESSAGE_CHARACTERS = 2000
OUTPUT_CHARACTERS = 500


def cut(text: str, characters: int) -> str:
    """Return at most `characters` of `text`, without the half characters that no reader of JSON has to take."""
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= characters else text[: characters - 1] + "…"


def encoder() -> Callable[[Any], str]:
    """Return what writes JSON without anything that can be replaced from outside."""
    quote, kind, text_of, joined = encode_basestring_ascii, type, repr, ",".join
    text, mapping, numbers = str, dict, (int, float)
    sequences = (list, tuple)
    constants = {None: "null", True: "true", False: "false"}

    def encoded(value: Any) -> str:  # noqa: ANN401 - any JSON
        own = kind(value)
        if own is text:
            return quote(value)
        if own is mapping:
            return "{" + joined([f"{quote(name)}:{encoded(part)}" for name, part in value.items()]) + "}"
        if own in sequences:
            return "[" + joined([encoded(part) for part in value]) + "]"
        return text_of(value) if own in numbers else constants[value]

    return encoded


class Ear(io.TextIOWrapper):
    """stdout or stderr of the program, passed on at once and remembered a little."""

    def __init__(self, descriptor: int, hear: Callable[[str], None]) -> None:
        raw = io.FileIO(descriptor, "w", closefd=False)
        super().__init__(io.BufferedWriter(raw), encoding="utf-8", errors="backslashreplace", write_through=True)
        self._hear = hear

    def write(self, text: str) -> int:
        """Write as stdout does."""
        written = super().write(text)
        self.flush()
        self._hear(text)
        return written


class Reporter:
    """Sends what happened to the runner."""

    def __init__(self, descriptor: int) -> None:
        self._nonce = "-"
        self._heard = ""
        self._send = self._sender(descriptor)

    def ready(self, proof: dict[str, object], version: str) -> None:
        """Say that the jail waits."""
        self._send("ready", proof=proof, version=version)

    def begin(self, nonce: str) -> None:
        """Take the nonce of the run and listen to what the program prints."""
        self._nonce = nonce
        for name, descriptor in (("stdout", 1), ("stderr", 2)):
            for alias in (name, f"__{name}__"):
                setattr(sys, alias, Ear(descriptor, self.hear))

    def say(self, kind: str, content: dict[str, object]) -> None:
        """Say something to the other jail of a split run."""
        self._send(kind, **content)

    def begun(self) -> None:
        """Say that the program has arrived: what goes wrong from here on is its own."""
        self._send("begun")

    def collected(self, names: list[str]) -> None:
        """Say which tests there are, in order."""
        self._send("collected", names=names)

    def hear(self, text: str) -> None:
        """Remember what was printed."""
        if len(self._heard) < OUTPUT_CHARACTERS * 2:
            self._heard += text[: OUTPUT_CHARACTERS * 2]

    def take_output(self) -> str:
        """Return what was printed since the last call."""
        heard, self._heard = self._heard, ""
        return cut(heard, OUTPUT_CHARACTERS)

    def take_printed(self) -> str:
        """Return what was printed since the last call, as much as is remembered of it."""
        heard, self._heard = self._heard[: OUTPUT_CHARACTERS * 2], ""
        return cut(heard, OUTPUT_CHARACTERS * 2)

    def step(self, kind: str, **content: object) -> int:
        """Say a step of a recorded program; return its bytes."""
        return self._send(kind, **content)

    def test(
        self,
        name: str,
        status: str,
        message: str | None,
        code: str,
        place: tuple[str | None, int | None] = (None, None),
        **why: dict[str, Any] | None,
    ) -> None:
        """Say how one test went; `place` is the file and line of its error, `why` its cause and what it compared."""
        shown = None if message is None else cut(message, MESSAGE_CHARACTERS)
        output = self.take_output()
        test_code, (file, line) = cut(code, MESSAGE_CHARACTERS), place
        content = {"name": name, "status": status, "message": shown, "output": output, "test_code": test_code}
        self._send("test", **content, file=file, line=line, **why)

    def announced(self, names: list[str], suspect: dict[str, Any] | None = None) -> None:
        """Say which tests are to be run, before the program is let in, and the loop in it that may not end."""
        self._send("announced", names=names, is_complete=True, suspect=suspect)

    def skipped(self, name: str) -> None:
        """Say that the tests left this one out."""
        self.take_output()
        self._send("skipped", name=name)

    def broken(self, breakage: dict[str, Any]) -> None:
        """Say why no test could be run."""
        self._send("broken", **breakage | {"message": cut(str(breakage["message"]), MESSAGE_CHARACTERS)})

    def ended(self, exit_code: int) -> None:
        """Say that all was run."""
        self._send("ended", exit_code=exit_code)

    def _sender(self, descriptor: int) -> Callable[..., int]:
        # A closure over what learner code must not replace.
        write, process, dumps, getpid = os.write, os.getpid(), encoder(), os.getpid

        def send(kind: str, **content: object) -> int:
            # A fork of the program has no say.
            if getpid() != process:
                os._exit(0)
            line = f"\n{self._nonce} {dumps({'kind': kind, **content})}\n".encode()
            size = len(line)
            while line:
                line = line[write(descriptor, line) :]
            return size

        return send
