"""Packets captured from a kiosk's wire, taken apart as far as it takes to say who spoke with whom.

Formats: pcap (draft-ietf-opsawg-pcap), Ethernet II, ARP (RFC 826), IPv4 (RFC 791), TCP (RFC 9293), UDP (RFC 768).
"""

import ipaddress
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

FILE_HEADER_BYTES = 24
RECORD_HEADER = struct.Struct("<IIII")
MAGIC_MICROSECONDS = 0xA1B2C3D4
ETHERNET_BYTES = 14
ARP, IPV4, IPV6 = 0x0806, 0x0800, 0x86DD
ICMP, TCP, UDP = 1, 6, 17


class PacketKind(StrEnum):
    """What a packet is, as far as a firewall cares."""

    ARP = "ARP"
    TCP = "TCP"
    UDP = "UDP"
    ICMP = "ICMP"
    IPV6 = "IPv6"
    OTHER = "other"


@dataclass(frozen=True)
class Packet:
    """One frame on the wire. Addresses are as people write them; a port that a kind has not is 0."""

    hardware_source: str
    kind: PacketKind
    source: str = ""
    source_port: int = 0
    destination: str = ""
    destination_port: int = 0


def read(path: Path) -> list[Packet]:
    """Return the packets of a pcap file, in order. A record cut short at the end, still being written, is left out.

    Raises ValueError for a file that is no pcap.
    """
    captured = path.read_bytes()
    if len(captured) < FILE_HEADER_BYTES or struct.unpack_from("<I", captured)[0] != MAGIC_MICROSECONDS:
        raise ValueError(f"{path} is no pcap file")
    return [parse(frame) for frame in _frames(captured)]


def _frames(captured: bytes) -> Iterator[bytes]:
    position = FILE_HEADER_BYTES
    while position + RECORD_HEADER.size <= len(captured):
        length = RECORD_HEADER.unpack_from(captured, position)[2]
        start = position + RECORD_HEADER.size
        position = start + length
        if position <= len(captured):
            yield captured[start:position]


def parse(frame: bytes) -> Packet:
    """Return what an Ethernet frame says about itself."""
    if len(frame) < ETHERNET_BYTES:
        return Packet("", PacketKind.OTHER)
    hardware_source = frame[6:12].hex(":")
    (ether_type,) = struct.unpack_from("!H", frame, 12)
    body = frame[ETHERNET_BYTES:]
    if ether_type == ARP and len(body) >= 28:  # noqa: PLR2004 - an ARP packet's length
        return Packet(hardware_source, PacketKind.ARP, _address(body[14:18]), 0, _address(body[24:28]))
    if ether_type == IPV6:
        return Packet(hardware_source, PacketKind.IPV6)
    if ether_type == IPV4 and len(body) >= 20:  # noqa: PLR2004 - an IPv4 header's length
        return _parse_ipv4(hardware_source, body)
    return Packet(hardware_source, PacketKind.OTHER)


def _parse_ipv4(hardware_source: str, body: bytes) -> Packet:
    source, destination = _address(body[12:16]), _address(body[16:20])
    payload = body[(body[0] & 0x0F) * 4 :]
    kind = {ICMP: PacketKind.ICMP, TCP: PacketKind.TCP, UDP: PacketKind.UDP}.get(body[9], PacketKind.OTHER)
    has_ports = kind in {PacketKind.TCP, PacketKind.UDP} and len(payload) >= 4  # noqa: PLR2004 - two ports' length
    ports = struct.unpack_from("!HH", payload) if has_ports else (0, 0)
    return Packet(hardware_source, kind, source, ports[0], destination, ports[1])


def _address(four: bytes) -> str:
    return str(ipaddress.IPv4Address(four))
