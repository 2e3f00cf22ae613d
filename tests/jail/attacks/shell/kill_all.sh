# title: kills every process that it may, one number after the other
# source: judge test: kill -9 for every PID
# needs: process
# blocked: said or killed
# twin: yes
kill -STOP "$PID" 2>/dev/null && through "stopped $PID"
kill -KILL "$PID" 2>/dev/null && through "killed $PID"
held "no such process"
# The twin stops here: only a jail has its own first process.
[ $$ -lt 100 ] && for number in 1 2 3 4 5 6 7 8 9 10; do [ $number = $$ ] || kill -KILL $number 2>/dev/null; done
