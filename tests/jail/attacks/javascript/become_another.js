// title: becomes root or another account, and takes the processor first
// source: setuid(2) by process.setuid
// twin: namespace
import os from 'node:os';

each([() => process.setuid(0), () => process.setgid(0), () => process.initgroups('root', 0), () => os.setPriority(-20)], (way) => {
  way();
  return String(way);
});
