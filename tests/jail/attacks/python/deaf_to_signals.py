# title: ignores and blocks every signal, and goes on
# source: judge test: a program that catches SIGTERM and SIGXCPU
# blocked: wall_time or cpu_time
# twin: no: that a loop goes on for ever cannot be waited for
import signal

for number in signal.valid_signals():
    try:
        signal.signal(number, signal.SIG_IGN)
    except OSError:
        pass
signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
while True:
    pass
