# title: never ends, and uses no processor at all
# source: judge test: sleep, which a limit of processor time does not see
# blocked: wall_time
# twin: no: that a sleep goes on for ever cannot be waited for
import signal

while True:
    signal.pause()
