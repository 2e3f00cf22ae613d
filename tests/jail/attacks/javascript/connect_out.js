// title: connects by TCP, by TLS and by fetch
// source: judge test: a program that phones home
// twin: yes
import net from 'node:net';

const tries = [
  () => new Promise((resolve, reject) => {
    net.connect(PORT, '127.0.0.1').on('connect', () => resolve('TCP')).on('error', reject);
  }),
  () => fetch(`http://127.0.0.1:${PORT}/`, { signal: AbortSignal.timeout(1000) }).then(() => 'HTTP'),
];
const results = await Promise.allSettled(tries.map((attempt) => attempt()));
const made = results.find((result) => result.status === 'fulfilled');
if (made) through(made.value);
else held(results.map((result) => result.reason.cause?.code ?? result.reason.code).join(' '));
process.exit(0);
