// title: takes the engine's heap until it gives up
// source: judge test: the memory limit
// blocked: memory or killed or wall_time or cpu_time
// twin: no: the interpreter is started with the same bound on its heap where no jail is
const kept = [];
for (let count = 0; count < 90; count++) kept.push(new Array(1e6).fill(count + 0.5));
through(`${kept.length * 8} MB of numbers`);
