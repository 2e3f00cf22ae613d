# title: connects to a port of this machine
# source: judge test: a program that phones home (every online judge's first question)
# twin: yes
import socket


def connected(address):
    with socket.create_connection((address, PORT), timeout=2) as connection:
        connection.sendall(b"x")
        return "connected"


each(["127.0.0.1", "localhost", "0.0.0.0", "::ffff:127.0.0.1"], connected)
