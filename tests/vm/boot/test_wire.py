"""What leaves a kiosk, seen on the wire while each account tries everything that a program can try."""

from pathlib import Path

import pytest

from image.emulator import packets
from image.emulator.machine import Machine
from image.emulator.packets import Packet, PacketKind
from image.emulator.plan import SERVER_ADDRESS, SERVER_PORT

# Every way to send something that a program without rights has, and some that need rights.
SPEAK = """
import itertools, socket
ADDRESSES = ["10.0.2.2", "10.0.2.4", "10.0.2.5", "10.0.2.77", "10.0.2.255", "255.255.255.255", "192.168.1.1",
             "1.1.1.1", "8.8.8.8", "93.184.215.14", "224.0.0.251"]
def attempt(what):
    try:
        what()
    except OSError as error:
        print(error.errno, end=" ")
    else:
        print("done", end=" ")
def send(kind, address, payload, family=socket.AF_INET, protocol=0):
    with socket.socket(family, kind, protocol) as sock:
        sock.settimeout(1)
        if kind == socket.SOCK_DGRAM and family == socket.AF_INET:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        sock.sendto(payload, address)
def call(address, family=socket.AF_INET):
    with socket.socket(family, socket.SOCK_STREAM) as sock:
        sock.settimeout(1)
        sock.connect(address)
        sock.sendall(b"hello")
ECHO = bytes([8, 0, 0xF7, 0xFF, 0, 0, 0, 0])
for address, port in itertools.product(ADDRESSES, (8443, 443, 80, 22)):
    attempt(lambda: call((address, port)))
for address, port in itertools.product(ADDRESSES, (53, 67, 123, 443, 5353, 8443)):
    attempt(lambda: send(socket.SOCK_DGRAM, (address, port), b"hello"))
for address in ADDRESSES:
    attempt(lambda: send(socket.SOCK_DGRAM, (address, 0), ECHO, protocol=socket.IPPROTO_ICMP))
    attempt(lambda: send(socket.SOCK_RAW, (address, 0), ECHO, protocol=socket.IPPROTO_ICMP))
    attempt(lambda: send(socket.SOCK_RAW, (address, 0), b"hello", protocol=132))
for address in ("fe80::2", "2606:4700:4700::1111", "ff02::1"):
    attempt(lambda: call((address, 443), socket.AF_INET6))
    attempt(lambda: send(socket.SOCK_DGRAM, (address, 53), b"hello", socket.AF_INET6))
attempt(lambda: socket.getaddrinfo("example.org", 443))
def frame():
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as sock:
        sock.bind(([name for _, name in socket.if_nameindex() if name != "lo"][0], 0))
        sock.send(bytes(12) + bytes.fromhex("88b5") + b"hello")
attempt(frame)
"""
GUEST = "52:54:00:12:34:56"
# Ends what a kernel still has to send again of a connection that was refused nothing.
LINGER = "python3 -c 'import time; time.sleep(4)'"


def spoken(kiosk: Machine, account: str, folder: Path) -> list[Packet]:
    """Return what the kiosk sent while `account` tried everything and the agent stood still."""
    agent_runs = account == "kiosk-agent"
    kiosk.shell(f"systemctl {'start' if agent_runs else 'stop'} kiosk-agent", timeout_seconds=300)
    stop = kiosk.capture(folder / f"{account}.pcap")
    tried = kiosk.shell(
        f"setpriv --reuid {account} --regid $(id -g {account}) --clear-groups --inh-caps=-all --bounding-set=-all"
        f" python3 - <<'E'\n{SPEAK}\nE\n{LINGER}",
        timeout_seconds=600,
    )
    assert tried.exit_code == 0, tried.output
    sent = [packet for packet in packets.read(stop()) if packet.hardware_source == GUEST]
    if not agent_runs:
        kiosk.shell("systemctl start kiosk-agent", timeout_seconds=300)
    return [packet for packet in sent if not is_plumbing(packet)]


def is_plumbing(packet: Packet) -> bool:
    """Tell whether this is the kiosk asking for its address, which it may at any time."""
    is_dhcp = packet.kind is PacketKind.UDP and (packet.source_port, packet.destination_port) == (68, 67)
    return is_dhcp or packet.kind is PacketKind.ARP


@pytest.mark.parametrize("account", ["learner", "kiosk-runner", "nobody"])
def test_nothing_of_an_account_without_the_network_leaves(kiosk: Machine, account: str, tmp_path: Path) -> None:
    assert spoken(kiosk, account, tmp_path) == []


def test_agent_reaches_its_server_and_nothing_else(kiosk: Machine, tmp_path: Path) -> None:
    sent = spoken(kiosk, "kiosk-agent", tmp_path)
    assert sent, "the capture must see what is allowed, or it proves nothing of what is not"
    assert {(packet.kind, packet.destination, packet.destination_port) for packet in sent} == {
        (PacketKind.TCP, SERVER_ADDRESS, SERVER_PORT)
    }
