# title: sends a datagram to this machine, and asks its name server
# source: judge test: data carried out by DNS questions, when TCP is closed
# twin: yes
import socket


def sent(address):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        return door.sendto(b"x", address)


each([("127.0.0.1", PORT), ("255.255.255.255", 53), ("10.0.2.3", 53)], sent)
