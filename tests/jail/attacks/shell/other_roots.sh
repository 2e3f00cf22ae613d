# title: reads outside files by the root folder and the current folder of each process
# source: known technique: /proc/PID/root is the file system as that process sees it
# needs: process
# twin: yes
for folder in /proc/[0-9]*; do
    for way in root cwd; do
        said=$(cat "$folder/$way$FILE" 2>&1) && through "$folder/$way: $said" && exit
    done
done
held "$said"
