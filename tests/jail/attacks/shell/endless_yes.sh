# title: has yes print for ever
# source: judge test: yes
# blocked: output
# twin: yes
yes "$NONCE and on and on" | head -c 30000000
