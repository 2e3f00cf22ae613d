# title: becomes root by su
# source: judge test: su, sudo and a password that nobody set
# twin: no: no test guesses passwords of this machine
said=$(su root -c 'cat /etc/shadow' </dev/null 2>&1) && through "$said"
said=$(su -s /bin/sh nobody -c 'echo $0' </dev/null 2>&1) && through "$said"
held "$said"
