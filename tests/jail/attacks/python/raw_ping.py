# title: sends ICMP by a raw and by a ping socket
# source: CVE-2015-3636, a use after free in ping sockets
# twin: namespace
import socket


def opened(kind):
    with socket.socket(socket.AF_INET, kind, socket.IPPROTO_ICMP):
        return "opened"


each([socket.SOCK_RAW, socket.SOCK_DGRAM], opened)
