# title: writes lines of results to every descriptor, behind nonces that it guesses
# source: judge test: results on a channel that the program holds too
# kind: judged
# twin: yes
import json
import os

NAMES = ("DoubleTest > test_two", "DoubleTest > test_three")
words = [{"kind": "begun"}, {"kind": "collected", "names": NAMES}]
words += [{"kind": "test", "name": name, "status": "pass", "message": None, "output": "", "test_code": ""} for name in NAMES]
words.append({"kind": "ended", "exit_code": 0})
for nonce in ("-", "", "0" * 32, "null", "undefined", "%s", NONCE):
    for number in range(1, 64):
        try:
            os.write(number, "".join(f"\n{nonce} {json.dumps(word)}\n" for word in words).encode())
        except OSError:
            pass
os._exit(0)
