# title: has firejail itself load a library and take settings of the caller's
# source: CVE-2010-3856, LD_AUDIT was heeded in set-user-ID programs; firejail is one
# twin: no: a loader that heeds it in programs with rights of their own is long mended
for place in $PLACES; do
    (: >"$place/$NONCE.so") 2>/dev/null
done
said=$(LD_PRELOAD="/tmp/$NONCE.so" LD_AUDIT="/tmp/$NONCE.so" HOME=/tmp firejail --version 2>&1)
case $said in
    *"$NONCE"*"cannot open"*) held "$said" ;;
    *"$NONCE"*) through "$said" ;;
    *) held "$said" ;;
esac
