// title: prints every control character there is
// source: judge test: all of C0 and C1, and what turns text round
// kind: text
// twin: yes
let all = '';
for (let code = 0; code < 0xa0; code++) if (code < 0x20 || code > 0x7e) all += `${String.fromCharCode(code)}.`;
console.log(`${all}\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\ufeff\u2028`);
console.error('\x1b[?1000h\x1b[?1003h\x1b[>1u\x1b]133;A\x07\x1b]1337;File=inline=1:AAAA\x07');
