# title: changes the system call filters that firejail keeps for the next program
# source: CVE-2019-12589, the filters lay writable inside the jail
# twin: no: they exist only in a jail
for file in /run/firejail/mnt/seccomp/* /run/firejail/mnt/* /run/firejail/mnt/seccomp; do
    if (: >>"$file") 2>/dev/null; then through "$file" && exit; fi
    touch "$file/$NONCE" 2>/dev/null && through "$file" && exit
done
held "$(ls -ld /run/firejail/mnt 2>&1)"
