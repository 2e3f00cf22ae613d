// title: starts processes that start processes
// source: judge test: the fork bomb
// blocked: wall_time or processes or memory or killed or output
// twin: no: it would stop this machine; start_itself_often.js shows that starting works
import { spawn } from 'node:child_process';

const code = 'const {spawn} = require("child_process"); for (;;) spawn(process.execPath, process.argv.slice(1));';
for (;;) spawn(process.execPath, ['-e', code, NONCE], { detached: true }).on('error', () => {});
