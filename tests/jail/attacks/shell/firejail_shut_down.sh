# title: shuts other jails down by firejail's own option
# source: CVE-2019-12499, a jail that was ended could cut firejail's own file to nothing
# needs: process
# twin: no: it would end the jails that this machine runs
said=$(firejail --shutdown="$PID" 2>&1) && through "$said"
(: >>/usr/bin/firejail) 2>/dev/null && through "firejail's own file may be written"
held "$said"
