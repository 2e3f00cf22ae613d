# title: stalls the disk for everybody by having all of it written out again and again
# source: sync(2) is open to everybody; a run must still end in its time
# blocked: wall_time or cpu_time or said
# twin: no: it would stall this machine's disk for everybody who works on it
import os
import time

began = time.monotonic()
os.sync()
held(f"one took {time.monotonic() - began:.1f} s; its time is counted as the program's own")
