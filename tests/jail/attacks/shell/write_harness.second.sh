# The second run of write_harness.sh.
if said=$(grep -r "$NONCE" "$HOME" /usr/share/outset /usr/lib/outset 2>/dev/null); then
    through "$said"
else
    held "nothing was changed"
fi
