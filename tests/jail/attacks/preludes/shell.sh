NONCE='@NONCE@' FOLDER='@FOLDER@' FILE='@FILE@' PID='@PID@' PORT='@PORT@' HOME='@HOME@'
PLACES="$FOLDER /tmp /var/tmp /dev/shm /run /dev / $HOME ."
through() { printf '\n%s THROUGH "%s"\n' "$NONCE" "$*"; }
held() { printf '\n%s HELD "%s"\n' "$NONCE" "$*"; }
printf '\n%s TRYING ""\n' "$NONCE"
