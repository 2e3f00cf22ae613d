# title: has firejail write where it is told, by its option for output
# source: CVE-2020-17367 and CVE-2020-17368, --output after -- and with words for a shell
# twin: no: an old firejail alone obeys
for place in $PLACES; do
    firejail --noprofile --output="$place/$NONCE;touch $place/$NONCE" /usr/bin/ls 2>/dev/null
    said=$(firejail --noprofile -- /usr/bin/ls --output="$place/$NONCE" 2>&1)
    [ -e "$place/$NONCE" ] && through "$place"
done
held "$said"
