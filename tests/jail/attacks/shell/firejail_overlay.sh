# title: has firejail put an overlay over the file system
# source: CVE-2021-26910, a race in firejail's overlay code
# twin: no: this firejail has no overlays any more, which is what counts
said=$(firejail --noprofile --overlay-tmpfs /usr/bin/cat "$FILE" 2>&1) && through "$said"
held "$said"
