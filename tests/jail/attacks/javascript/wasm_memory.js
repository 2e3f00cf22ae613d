// title: takes memory by WebAssembly, outside of the engine's heap
// source: judge test: --max-old-space-size does not count WebAssembly and buffers
// blocked: said or memory or killed or wall_time
// twin: yes
const memories = [];
let pages = 0;
try {
  for (let count = 0; count < 16; count++) {
    const memory = new WebAssembly.Memory({ initial: 1024, maximum: 1024 });
    new Uint8Array(memory.buffer).fill(1);
    memories.push(memory);
    pages += 1024;
  }
  through(`${pages / 16} MiB`);
} catch (error) {
  held(`${pages / 16} MiB: ${error.message}`);
}
