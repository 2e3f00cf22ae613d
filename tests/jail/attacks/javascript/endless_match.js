// title: has a regular expression try for ever, inside of the engine
// source: CWE-1333, catastrophic backtracking
// blocked: wall_time or cpu_time
// twin: no: that it goes on for ever cannot be waited for
/^(a+)+$/.test(`${'a'.repeat(60)}!`);
