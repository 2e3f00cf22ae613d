# title: puts control sequences into an error's name and message
# source: known technique: terminal escapes in what a log or a report quotes (CVE-2021-25743, kubectl)
# kind: text
# twin: yes
Evil = type("Evil\x1b]0;name\x07", (Exception,), {"__module__": "__main__"})
raise Evil("message\x1b[2J\x1b]0;title\x07\x9b31m\u202egnp.exe")
