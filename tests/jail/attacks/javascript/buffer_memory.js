// title: takes memory by buffers, outside of the engine's heap
// source: judge test: --max-old-space-size does not count buffers
// blocked: said or memory or killed or wall_time
// twin: yes
const buffers = [];
try {
  while (buffers.length < 32) buffers.push(Buffer.alloc(32 << 20, 1));
  through(`${buffers.length * 32} MiB`);
} catch (error) {
  held(`${buffers.length * 32} MiB: ${error.message}`);
}
