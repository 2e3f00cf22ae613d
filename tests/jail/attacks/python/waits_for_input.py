# title: reads stdin to find the nonce, the tests, or somebody who types
# source: judge test: what is left on stdin behind the program
# twin: no: both are given all there is; only a careless judge leaves more
import os

left = os.read(0, 65536)
again = os.pread(0, 10, 0) if os.path.isfile("/proc/self/fd/0") else b""
through(left + again) if left or again else held("nothing is left")
