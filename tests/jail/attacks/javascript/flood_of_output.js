// title: prints without end, with newlines and without
// source: judge test: the output limit
// blocked: output
// twin: yes
for (let count = 0; count < 300; count++) process.stdout.write('o'.repeat(65536) + (count % 2 ? '\n' : ''));
