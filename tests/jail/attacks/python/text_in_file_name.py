# title: puts control sequences into the file name that a traceback shows
# source: CVE-2021-25743, kubectl showed escapes from names and messages
# kind: text
# twin: yes
code = compile("raise ValueError('here')", "evil\x1b]0;title\x07\u202e.py", "exec")
exec(code)
