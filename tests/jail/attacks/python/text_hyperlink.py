# title: shows a link that leads elsewhere than its words say
# source: known technique: OSC 8 hyperlinks
# kind: text
# twin: yes
print("\x1b]8;;http://192.0.2.1/\x1b\\https://school.example\x1b]8;;\x1b\\")
