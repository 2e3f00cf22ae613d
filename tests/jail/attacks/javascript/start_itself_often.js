// title: has forty of itself at a time
// source: judge test: the fork bomb, bounded so that it can be seen to work
// blocked: said or processes or memory
// twin: yes
import { spawn } from 'node:child_process';

let failed = null;
const children = [];
for (let count = 0; count < 40; count++) {
  children.push(spawn('/usr/bin/node', ['-e', '0', NONCE], { stdio: 'ignore' }).on('error', (error) => { failed ??= error; }));
}
await new Promise((resolve) => { setTimeout(resolve, 300); });
if (failed === null && children.every((child) => child.pid)) through(`${children.length} processes`);
else held(`${children.filter((child) => child.pid).length} processes: ${failed?.message}`);
for (const child of children) child.kill('SIGKILL');
process.exit(0);
