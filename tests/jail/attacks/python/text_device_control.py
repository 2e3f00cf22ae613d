# title: sends device control strings: settings asked for, pictures, keys given new meanings
# source: CVE-2008-2383, xterm's DECRQSS answer carried what was asked; CVE-2022-45063 for OSC 50
# kind: text
# twin: yes
print("\x1bP$q\nid\n\x1b\\\x1b]50;i$(id)\x07\x1bP+q544e\x1b\\\x1bPq#0;2;0;0;0\x1b\\\x1b_Gi=1\x1b\\\x1b^x\x1b\\\x1bXx\x1b\\")
