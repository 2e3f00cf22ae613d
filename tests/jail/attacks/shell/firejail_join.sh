# title: joins another jail by firejail's own option
# source: CVE-2022-31214, firejail --join made root out of a made-up jail
# twin: no: it would join the jails that this machine runs, and only firejail itself can make one to join
seen=$(firejail --list 2>&1)
for jail in 1 "$PID" $(firejail --list 2>/dev/null | cut -d: -f1); do
    said=$(firejail --join="$jail" /usr/bin/cat "$FILE" 2>&1) && through "$said"
done
held "$seen $said"
