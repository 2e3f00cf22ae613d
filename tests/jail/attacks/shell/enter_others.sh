# title: enters the namespaces of other processes by nsenter
# source: known technique: nsenter --target 1 --all, out of a container that shares the PID namespace
# needs: process
# twin: no: outside nothing but root may enter, and root of a namespace of its own only what lies in it
for target in 1 "$PID"; do
    said=$(nsenter --target "$target" --mount --net --user --preserve-credentials /usr/bin/cat "$FILE" 2>&1) && through "$said"
done
held "$said"
