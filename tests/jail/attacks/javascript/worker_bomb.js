// title: starts workers until something gives way
// source: judge test: the thread bomb
// blocked: said or processes or memory or killed
// twin: yes
import { Worker } from 'node:worker_threads';

const workers = [];
let failed = null;
for (let count = 0; count < 30 && failed === null; count++) {
  await new Promise((resolve) => {
    const worker = new Worker('setInterval(() => {}, 1000)', { eval: true });
    worker.on('online', () => { workers.push(worker); resolve(); });
    worker.on('error', (error) => { failed = error; resolve(); });
  });
}
if (failed === null) through(`${workers.length} workers`);
else held(`${workers.length} workers: ${failed.message}`);
process.exit(0);
