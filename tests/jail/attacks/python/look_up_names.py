# title: has the C library look up a name, by name server or by its cache's socket
# source: judge test: getaddrinfo as a way out that opens its socket by itself
# twin: no: what a look-up gives depends on the network that the tests' machine has
import socket


def found(name):
    return socket.getaddrinfo(name, 80, proto=socket.IPPROTO_TCP)


each(["debian.org", "_gateway", "classroom"], found)
