"""What wakes a kiosk, as it is on the wire: frames captured at the far ends of two wires of a network of its own."""

import json
import os
import sys
from typing import Any

import pytest

from classroom_server.waking.magic_packets import PORT, TIMES
from image.emulator.packets import PacketKind, parse
from kiosk_agent import process
from tests.support.checkout import ROOT
from tests.support.server.wake_wires import WIRES
from tests.support.waiting import LIMIT_SECONDS

FIRST, SECOND = "52:54:00:12:34:56", "02:00:5e:10:00:01"
EVERYBODY = bytes([255] * 6)


@pytest.fixture(scope="module")
def captured() -> dict[str, Any]:
    """Give what was sent to two kiosks, and over which wires the program says that it was."""
    own_network = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--net"]
    argv = [*own_network, sys.executable, "-m", "tests.support.server.wake_wires", FIRST, SECOND]
    said: dict[str, Any] = json.loads(process.run(argv, cwd=ROOT, timeout_seconds=LIMIT_SECONDS))
    return said


def wakings(captured: dict[str, Any], wire: str) -> list[bytes]:
    frames = [bytes.fromhex(frame) for frame in captured["frames"][wire]]
    return [frame for frame in frames if parse(frame).destination_port == PORT]


@pytest.mark.parametrize("wire", WIRES)
def test_each_wire_of_the_server_carries_each_packet_so_many_times(captured: dict[str, Any], wire: str) -> None:
    patterns = [EVERYBODY + bytes.fromhex(address.replace(":", "")) * 16 for address in (FIRST, SECOND)]
    found = wakings(captured, wire)
    assert [next(pattern for pattern in patterns if frame.endswith(pattern)) for frame in found] == patterns * TIMES


@pytest.mark.parametrize("wire", WIRES)
def test_it_goes_to_every_card_on_the_wire_and_to_no_address(captured: dict[str, Any], wire: str) -> None:
    for frame in wakings(captured, wire):
        packet = parse(frame)
        assert frame[:6] == EVERYBODY
        assert (packet.kind, packet.source, packet.destination) == (PacketKind.UDP, WIRES[wire], "255.255.255.255")


def test_a_wire_that_is_down_or_without_its_cable_is_not_said_to_have_carried_it(captured: dict[str, Any]) -> None:
    assert captured["said"] == sorted(WIRES)
