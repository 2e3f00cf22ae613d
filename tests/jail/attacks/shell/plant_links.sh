# title: plants links and named pipes by the usual programs
# source: judge test: ln -s / there
# twin: yes
for place in $PLACES; do
    ln -s /etc/shadow "$place/$NONCE" 2>/dev/null && rm "$place/$NONCE" && through "ln -s in $place" && exit
    ln /etc/passwd "$place/$NONCE" 2>/dev/null && rm "$place/$NONCE" && through "ln in $place" && exit
    mkfifo "$place/$NONCE" 2>/dev/null && rm "$place/$NONCE" && through "mkfifo in $place" && exit
    mkdir "$place/$NONCE" 2>/dev/null && through "mkdir in $place" && exit
done
held "$(touch "/tmp/$NONCE" 2>&1)"
