# title: prints what is no text: broken letters, lone surrogates, nulls
# source: judge test: bytes that are no UTF-8 end the judge, not the program
# kind: text
# twin: yes
import os

os.write(1, b"\xff\xfe\x00\x80\xc0\xaf\xed\xa0\x80\xf4\x90\x80\x80 and on\x00\x1a\x04")
