# title: leaves a job in the background when the script is over
# source: judge test: nohup and &
# twin: yes
# Each closes the pipe that the script reads as it begins: who looks for it after the script, finds it.
: "$(setsid sh -c "trap '' HUP TERM; exec >/dev/null; sleep 60; : $NONCE" </dev/null 2>/dev/null &)"
: "$(setsid sh -c "exec >/dev/null 2>&1; sleep 30; : $NONCE" 2>&1 &)"
held "started; what counts is whether they live on"
