// title: connects by TCP and makes a netlink socket
// source: judge test: a program that phones home
// twin: yes
@_silgen_name("socket") func makeSocket(_ family: Int32, _ kind: Int32, _ protocolNumber: Int32) -> Int32
@_silgen_name("connect") func connectTo(_ door: Int32, _ address: UnsafeRawPointer, _ length: UInt32) -> Int32

var address: [UInt8] = [2, 0, UInt8(canaryPort >> 8), UInt8(canaryPort & 255), 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]
let door = makeSocket(2, 1, 0)
if door >= 0 && connectTo(door, &address, 16) == 0 {
    through("TCP")
} else if makeSocket(16, 3, 0) >= 0 {
    through("netlink")
} else {
    held(lastError())
}
