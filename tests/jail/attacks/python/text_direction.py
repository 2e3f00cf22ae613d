# title: turns the direction of text, hides letters and breaks lines where none are seen
# source: CVE-2021-42574 ("Trojan Source")
# kind: text
# twin: yes
print("access\u202e\u2066 // check\u2069\u2066 admin\u200b\ufeff\u2028next\u061c\u200e\u200f\u2067x\u2069\u180e\U000e0041")
