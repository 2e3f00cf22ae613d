# title: changes the harness, the libraries and the policies that the next run is started with
# source: judge test: a program that overwrites its judge
# kind: pair
# second: write_harness.second.sh
# twin: no: it would change the harness that this machine's jails are made of
for file in $(find "$HOME" /usr/share/outset /usr/lib/outset -type f 2>/dev/null | head -200); do
    printf '#%s\n' "$NONCE" 2>/dev/null >>"$file"
    chmod u+w "$file" 2>/dev/null && printf '#%s\n' "$NONCE" 2>/dev/null >>"$file"
done
