# title: sends control sequences in their 8-bit forms, whole and cut off
# source: known technique: U+009B is CSI in one character; filters look for ESC only
# kind: text
# twin: yes
import os

os.write(1, "\u009b31m\u009d0;title\u009c\u0090q\u009c\u0085\u008d".encode() + b"\x9b31m\x1b[" + b"\x1b]0;never ended")
