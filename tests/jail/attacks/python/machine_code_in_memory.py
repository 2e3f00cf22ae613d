# title: writes machine code into memory of its own and runs it, to make a user namespace
# source: known technique: ctypes and an executable map; no file is needed to leave Python
# twin: yes
import ctypes
import mmap

# mov edi, CLONE_NEWUSER; mov eax, 272 (unshare); syscall; ret
CODE = b"\xbf\x00\x00\x00\x10\xb8\x10\x01\x00\x00\x0f\x05\xc3"
area = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
area.write(CODE)
address = ctypes.addressof(ctypes.c_char.from_buffer(area))
result = ctypes.CFUNCTYPE(ctypes.c_long)(address)()
through("unshare from memory") if result == 0 else held(result)
