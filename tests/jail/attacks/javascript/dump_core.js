// title: aborts, so that its memory is written to the disk
// source: known technique: process.abort and --abort-on-uncaught-exception
// blocked: killed
// twin: no: what is written depends on each machine's core_pattern; native/core_dump.c shows it
process.chdir('/tmp');
process.abort();
