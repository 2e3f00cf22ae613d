# title: reads what firejail keeps in /run of the jails of this machine
# source: known technique: names, profiles and PIDs of all jails lie in /run/firejail
# twin: yes
for folder in name profile network sandbox bandwidth x11; do
    said=$(ls -A "/run/firejail/$folder" 2>&1) && [ -n "$said" ] && through "$folder: $said" && exit
done
if [ -d /run/firejail/profile ] && ls /run/firejail/profile >/dev/null 2>&1; then through "an open folder"; fi
held "$said"
