# title: has 200 threads at a time
# source: judge test: the thread bomb, which a limit on processes alone does not always stop
# blocked: said or processes or memory
# twin: yes
import threading

go_on = threading.Event()
count = 0
try:
    while count < 200:
        threading.Thread(target=go_on.wait, daemon=True).start()
        count += 1
except RuntimeError as error:
    held(f"{count} threads: {error}")
else:
    through(f"{count} threads")
go_on.set()
