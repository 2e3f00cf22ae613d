// title: reads another learner's draft, passwords, keys and the kernel
// source: judge test: fs.readFileSync('/etc/shadow')
// twin: yes
import fs from 'node:fs';

const wanted = [
  FILE, `/proc/self/root${FILE}`, '/etc/shadow', '/var/lib/kiosk-agent/device.key', '/etc/firejail/firejail.config',
  '/usr/share/outset/kiosk.toml', '/sys/kernel/notes', '/usr/bin/sh', '/proc/kcore',
];
each(wanted, (path) => fs.readFileSync(path).toString('latin1', 0, 100));
