# title: the shell's own fork bomb
# source: judge test: :(){ :|:& };:
# blocked: wall_time or processes or memory or killed or said
# twin: no: it would stop this machine; python/bounded_forks.py shows that forking works
bomb() { bomb | bomb & }
bomb
while :; do :; done
