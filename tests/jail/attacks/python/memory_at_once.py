# title: takes a gibibyte
# source: judge test: the memory limit
# blocked: said or memory
# twin: yes
try:
    area = bytearray(1 << 30)
    area[::4096] = b"x" * len(area[::4096])
except MemoryError:
    held("refused")
else:
    through("1 GiB")
