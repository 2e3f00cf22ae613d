# title: starts a second firejail with fewer walls
# source: firejail(1): within another jail firejail starts programs without one, and only warns
# twin: no: outside there is no jail to take walls from
if said=$(firejail --noprofile --allow-debuggers --ignore=nonewprivs /usr/bin/cat /proc/self/status 2>&1); then
    case $said in
        *"NoNewPrivs:	0"* | *"Seccomp:	0"*) through "fewer walls" ;;
        *) held "the same walls" ;;
    esac
else
    held "$said"
fi
