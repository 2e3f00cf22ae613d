# title: puts control sequences into the line that a syntax error quotes
# source: known technique: terminal escapes in what a compiler quotes
# kind: text
# twin: yes
exec("x = = '\x1b]0;title\x07\x1b[2J'  # \u202e")
