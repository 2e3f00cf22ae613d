# title: reads the disk and the memory by their device nodes, found or made
# source: known technique: mknod and dd in a container that kept the right to
# twin: no: outside it needs root, and the node would be a way to this machine's disk
for device in /dev/vda /dev/sda /dev/nvme0n1 /dev/mem /dev/kmsg /dev/dm-0 /dev/fuse /dev/kvm /dev/net/tun /dev/loop0; do
    said=$(head -c 1 "$device" 2>&1 >/dev/null) && [ -e "$device" ] && through "$device" && exit
done
for place in $PLACES; do mknod "$place/$NONCE" b 254 0 2>/dev/null && through "$place/$NONCE"; done
held "$said"
