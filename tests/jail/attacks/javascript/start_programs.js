// title: starts a shell, and itself again, by child_process
// source: judge test: require("child_process").exec
// twin: yes
import { execFileSync } from 'node:child_process';

each(['/bin/sh', '/bin/bash', '/usr/bin/env', '/usr/bin/id'], (path) => `ran ${path} ${execFileSync(path, ['--version'], { stdio: 'ignore' }) ?? ''}`);
