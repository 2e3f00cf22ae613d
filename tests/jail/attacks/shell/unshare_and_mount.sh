# title: makes namespaces and mounts by the usual programs
# source: known technique: unshare -rm, then mount over what the jail trusts
# twin: yes
said=$(unshare --user --map-root-user --mount sh -c "mount -t tmpfs none /tmp && echo mounted" 2>&1)
case $said in *mounted*) through "$said" ;; *) held "$said" ;; esac
