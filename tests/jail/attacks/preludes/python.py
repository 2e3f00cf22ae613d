NONCE, FOLDER, FILE = "@NONCE@", "@FOLDER@", "@FILE@"
PID, PORT, KEY, ABSTRACT, SOCKET = int("@PID@"), int("@PORT@"), int("@KEY@"), "@ABSTRACT@", "@SOCKET@"
PLACES = [FOLDER, "/tmp", "/var/tmp", "/dev/shm", "/run", "/dev", "/proc/self", "/", "@HOME@", "."]


def _say(word, evidence=""):
    import os

    os.write(1, f"\n{NONCE} {word} {str(evidence)[:300]!a}\n".encode())


def through(evidence=""):
    _say("THROUGH", evidence)


def held(why=""):
    _say("HELD", why)


def libc():
    import ctypes

    return ctypes.CDLL(None, use_errno=True)


def each(things, attempt):
    """Tell how far `attempt` came with each of `things`: what it returns is evidence, an OSError is a refusal."""
    refused = 0
    for thing in things:
        try:
            evidence = attempt(thing)
        except (OSError, ValueError) as error:
            refused += 1
            reason = error
        else:
            if evidence:
                return through(f"{thing}: {evidence}")
            refused += 1
            reason = "nothing"
    return held(f"{refused} refused, the last: {reason}")


_say("TRYING")
