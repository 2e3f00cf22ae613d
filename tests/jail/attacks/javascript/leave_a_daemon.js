// title: leaves a detached process that goes on when the run is over
// source: judge test: spawn with detached and unref
// twin: yes
import { spawn } from 'node:child_process';

const words = ['-e', 'setTimeout(() => {}, 60000)', NONCE];
spawn('/usr/bin/node', words, { detached: true, stdio: 'ignore' }).on('error', (error) => held(error.message)).unref();
held('started; what counts is whether it lives on');
