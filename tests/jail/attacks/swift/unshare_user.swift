// title: makes a user namespace by naming a C function that Swift does not offer
// source: known technique: @_silgen_name calls any function of the C library
// twin: yes
@_silgen_name("unshare") func unshareNamespace(_ flags: Int32) -> Int32

if unshareNamespace(0x1000_0000) == 0 { through("unshare") } else { held(lastError()) }
