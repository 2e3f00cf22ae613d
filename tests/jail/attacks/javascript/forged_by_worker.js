// title: reports from a worker and a child, while the first thread never comes to its tests
// source: judge test: whoever speaks first is believed
// kind: judged
// twin: yes
import { Worker } from 'node:worker_threads';

new Worker('process.exit(0); setTimeout(() => process.reallyExit(0), 10)', { eval: true });
process.kill(process.pid, 0);
await new Promise((resolve) => { setTimeout(resolve, 50); });
process.reallyExit(0);
export const double = (number) => number;
