// title: switches the engine's own tools on and uses them on memory
// source: known technique: v8.setFlagsFromString turns guarded features on in a running program
// blocked: said or killed or memory
// twin: no: what it gives stays inside the process; what counts is that the jail holds
import v8 from 'node:v8';
import vm from 'node:vm';

v8.setFlagsFromString('--allow-natives-syntax');
v8.setFlagsFromString('--max-old-space-size=8192');
try {
  const area = new vm.Script('%GetOptimizationStatus(() => 1); new ArrayBuffer(3e9).byteLength').runInThisContext();
  through(area);
} catch (error) {
  held(error.message);
}
