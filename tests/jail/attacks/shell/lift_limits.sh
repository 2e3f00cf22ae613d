# title: lifts its limits by ulimit
# source: judge test: ulimit -H
# twin: yes
for kind in -t -f -v -n; do
    ulimit -H $kind unlimited 2>/dev/null && ulimit -S $kind unlimited 2>/dev/null && through "ulimit $kind" && exit
done
held "$(ulimit -a | head -c 200)"
