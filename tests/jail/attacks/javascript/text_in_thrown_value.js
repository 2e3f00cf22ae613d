// title: throws a thing whose text is made when it is looked at
// source: judge test: toString, Symbol.toPrimitive and getters of the program's own run in the reporter
// kind: text
// twin: yes
console.log('\x1b[31mbefore');
throw { get message() { return '\x1b]0;title\x07looked at'; }, get name() { return '\x1b[2J'; }, toString: () => '\x1bc' };
