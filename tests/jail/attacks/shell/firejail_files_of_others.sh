# title: lists, reads and puts files in other jails by firejail's file transfer
# source: release notes of firejail 0.9.44.2, a race in --get and --put; firejail --ls, --get, --put and --cat
# twin: no: there must be another jail, and only firejail itself can make one
for jail in 1 "$PID" jail; do
    said=$(firejail --ls="$jail" / 2>&1) && through "$said"
    said=$(firejail --cat="$jail" /etc/passwd 2>&1) && through "$said"
    said=$(firejail --put="$jail" /etc/passwd /tmp/"$NONCE" 2>&1) && through "$said"
done
held "$said"
