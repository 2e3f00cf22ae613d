// title: puts control sequences into an error's name, message and stack
// source: CVE-2021-25743, kubectl showed escapes from names and messages
// kind: text
// twin: yes
const error = new Error('message\x1b[2J\x1b]0;title\x07\x9b31m\u202egnp.exe');
error.name = 'Evil\x1b]52;c;cm0K\x07';
error.stack = `\x1b]8;;http://192.0.2.1\x1b\\${error.stack}`;
throw error;
