// title: sleeps where no event and no timer reaches it
// source: judge test: Atomics.wait
// blocked: wall_time
// twin: no: that a sleep goes on for ever cannot be waited for
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
