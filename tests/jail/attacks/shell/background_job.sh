# title: leaves a job in the background when the script is over
# source: judge test: nohup and &
# twin: yes
setsid sh -c "trap '' HUP TERM; exec sleep 60 # $NONCE" "$NONCE" </dev/null >/dev/null 2>&1 &
setsid sh -c "sleep 30; : $NONCE" >/dev/null 2>&1 &
held "started; what counts is whether they live on"
