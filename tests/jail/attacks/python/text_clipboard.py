# title: puts a command into the clipboard, and turns bracketed paste off
# source: known technique: OSC 52 writes the clipboard; CSI ?2004l lets a paste run at once
# kind: text
# twin: yes
print("\x1b]52;c;cm0gLXJmIC8K\x07\x1b[?2004l\x1b[201~pasted")
