// Says what JavaScript's harness would find in programs in which nothing is wrong: a line of JSON for each finding.
// Usage: node right_programs.mjs HARNESS FOLDER…

import fs from 'node:fs';
import path from 'node:path';

const [harness, ...folders] = process.argv.slice(2);
const { Outline } = await import(`${harness}/mistakes/outline.mjs`);
const { tokensOf } = await import(`${harness}/mistakes/tokens.mjs`);
const { unreadCause } = await import(`${harness}/mistakes/unread.mjs`);
const { wrongCause } = await import(`${harness}/mistakes/wrong.mjs`);
// A learner's program is shorter.
const LONGEST = 20_000;
// Of no kind that a program which is right would not give, too.
const VALUES = { expected: 'one text', received: 'another' };

function* programs(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const at = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* programs(at);
    else if (/\.m?js$/.test(entry.name) && !entry.name.includes('.min.') && fs.statSync(at).size < LONGEST) yield at;
  }
}

let functions = 0;
for (const file of folders.flatMap((folder) => [...programs(folder)])) {
  const source = fs.readFileSync(file, 'utf8');
  const tokens = tokensOf(source);
  const program = { source, tokens, outline: new Outline(tokens) };
  const say = (found) => found !== null && process.stdout.write(`${JSON.stringify({ file, name: found.name, line: found.line })}\n`);
  say(unreadCause({ ...program, message: '', line: 1, column: null, current: undefined }));
  for (const each of program.outline.functions) {
    functions += 1;
    say(wrongCause(program, `expect(${each.name}())`, VALUES));
  }
}
process.stdout.write(`${JSON.stringify({ functions })}\n`);
