# title: listens, so that something outside may come in
# source: judge test: a bind shell
# twin: yes
import socket


def listening(address):
    with socket.create_server(address) as door:
        return door.getsockname()


each([("0.0.0.0", 0), ("127.0.0.1", 0)], listening)
