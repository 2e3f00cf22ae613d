// title: starts a program by the interpreter's own bindings
// source: CVE-2023-32559, process.binding('spawn_sync') went around a policy
// twin: yes
each(['/bin/sh', '/usr/bin/firejail', '/bin/true'], (file) => {
  const { spawn } = process.binding('spawn_sync');
  const result = spawn({ file, args: [file, '-c', 'exit 7'], envPairs: [], stdio: [0, 1, 2].map(() => ({ type: 'ignore' })) });
  return result.error === undefined && result.pid > 0 ? `process ${result.pid}` : undefined;
});
