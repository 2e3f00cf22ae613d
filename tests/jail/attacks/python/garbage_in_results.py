# title: writes garbage, half lines and broken letters where results are expected
# source: judge test: a parser that trusts its channel
# blocked: killed or said
# twin: no: what counts is that the runner gives a verdict
import os

LINES = [b"\x00\xff\xfe", b"\n{", b"\n- {}\n", b'\n- {"kind":"ended","exit_code":1e999}\n', b"\n[[[[[" * 1000, b"\r\r\n"]
for number in range(3, 64):
    for line in LINES:
        try:
            os.write(number, line)
        except OSError:
            break
held("written")
