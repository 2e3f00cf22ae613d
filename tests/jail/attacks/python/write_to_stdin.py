# title: opens its own stdin for writing and speaks to whoever holds the other end
# source: known technique: /proc/self/fd/0 opens a pipe again, the other way round
# twin: no: a pipe goes one way, and who handed in never reads it
import os

try:
    back = os.open("/proc/self/fd/0", os.O_WRONLY | os.O_NONBLOCK)
    os.write(back, b"forged")
    held("wrote to a pipe that nobody reads")
except OSError as error:
    held(error)
