# title: tells the kernel to kill others first when memory runs out, and to forget its AppArmor profile
# source: proc_pid_oom_score_adj(5); CVE-2019-16884, a container's /proc/self/attr was not the real one
# twin: no: lowering the score needs root everywhere


def written(asked):
    path, text = asked
    with open(path, "w") as setting:
        setting.write(text)
    return "taken"


each(
    [
        ("/proc/self/oom_score_adj", "-1000"), ("/proc/1/oom_score_adj", "1000"),
        ("/proc/self/attr/current", "changeprofile unconfined"), ("/proc/self/attr/exec", "exec unconfined"),
        ("/proc/self/attr/apparmor/current", "changeprofile unconfined"),
    ],
    written,
)
