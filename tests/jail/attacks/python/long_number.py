# title: has the interpreter work in C for ever, where no signal of Python's is heard
# source: CVE-2020-10735, quadratic time from text to number
# blocked: wall_time or cpu_time or memory
# twin: no: that it goes on for ever cannot be waited for
import sys

sys.set_int_max_str_digits(0)
str(7 ** (10**8))
