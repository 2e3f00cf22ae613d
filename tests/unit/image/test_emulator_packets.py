"""Captured packets are told apart, also when they are broken."""

import socket
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from image.emulator.packets import Packet, PacketKind, parse, read

GUEST = bytes.fromhex("525400123456")
SERVER = "10.0.2.2"


def ethernet(ether_type: int, body: bytes) -> bytes:
    return bytes(6) + GUEST + struct.pack("!H", ether_type) + body


def ipv4(protocol: int, payload: bytes) -> bytes:
    header = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(payload), 0, 0, 64, protocol, 0)
    return ethernet(0x0800, header + socket.inet_aton("10.0.2.15") + socket.inet_aton(SERVER) + payload)


def pcap(*frames: bytes) -> bytes:
    header = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1)
    return header + b"".join(struct.pack("<IIII", 0, 0, len(frame), len(frame)) + frame for frame in frames)


def test_tcp_packet_says_who_speaks_with_whom() -> None:
    packet = parse(ipv4(6, struct.pack("!HH", 40000, 8443) + bytes(16)))
    assert packet == Packet("52:54:00:12:34:56", PacketKind.TCP, "10.0.2.15", 40000, SERVER, 8443)


@pytest.mark.parametrize(
    ("frame", "kind"),
    [
        (ipv4(17, struct.pack("!HH", 68, 67)), PacketKind.UDP),
        (ipv4(1, b"\x08\x00"), PacketKind.ICMP),
        (ipv4(132, b"hello"), PacketKind.OTHER),
        (ethernet(0x86DD, bytes(40)), PacketKind.IPV6),
        (ethernet(0x0806, bytes(28)), PacketKind.ARP),
        (ethernet(0x88B5, b"hello"), PacketKind.OTHER),
    ],
)
def test_kinds_are_told_apart(frame: bytes, kind: PacketKind) -> None:
    assert parse(frame).kind is kind


def test_record_that_is_still_being_written_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "wire.pcap"
    whole = pcap(ipv4(1, b"\x08\x00"), ipv4(17, bytes(4)))
    path.write_bytes(whole[:-3])
    assert [packet.kind for packet in read(path)] == [PacketKind.ICMP]


def test_file_that_is_no_capture_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wire.pcap"
    path.write_bytes(b"hello")
    with pytest.raises(ValueError, match="no pcap"):
        read(path)


@given(st.binary(max_size=80), st.sampled_from([0x0800, 0x0806, 0x86DD, 0x1234]))
def test_no_frame_breaks_the_reader(body: bytes, ether_type: int) -> None:
    assert parse(ethernet(ether_type, body)).hardware_source == "52:54:00:12:34:56"
