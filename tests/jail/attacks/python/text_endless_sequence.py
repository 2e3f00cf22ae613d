# title: begins a control sequence that never ends, and one cut where the output is cut
# source: known technique: a filter that forgets between two pieces
# kind: text
# twin: yes
import os

os.write(1, b"\x1b]0;" + b"a" * 7000 + b"\x1b]52;c;" + b"b" * 20000 + b"\x1b[" + b"1;" * 4000 + b"m\x1b]8;;c")
