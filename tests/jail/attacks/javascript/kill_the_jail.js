// title: kills its parent, the jail's first process, and one outside
// source: judge test: process.kill(process.ppid)
// needs: process
// blocked: killed or said
// twin: yes
try {
  process.kill(PID, 'SIGKILL');
  through('killed');
} catch (error) {
  held(error.code);
}
if (process.pid < 50) {
  for (const pid of [process.ppid, 1, -1]) try { process.kill(pid, 'SIGKILL'); } catch { /* not there */ }
}
