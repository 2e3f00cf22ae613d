# title: raises SystemExit(0) while it is being imported
# source: judge test: sys.exit(0) at import
# kind: judged
# twin: yes
raise SystemExit(0)
