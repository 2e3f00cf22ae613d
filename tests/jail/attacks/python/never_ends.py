# title: never ends, and uses the processor all the time
# source: judge test: while True
# blocked: wall_time or cpu_time
# twin: no: that a loop goes on for ever cannot be waited for
while True:
    pass
