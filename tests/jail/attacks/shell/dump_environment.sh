# title: prints its environment and that of every process
# source: known technique: env; CVE-2016-10122, firejail did not clean its environment
# needs: process
# twin: yes
said=$(env; cat /proc/[0-9]*/environ 2>/dev/null)
case $said in
    *TOKEN* | *SECRET* | *SUDO_* | *SSH_* | *PYTHONPATH* | *PASSW*) through "found one" ;;
    *) held "none" ;;
esac
