// What a program's text says about why it did not work. Every answer is { name, facts, line }: an entry of plain words, and
// where; null where nothing is known for sure. Whatever goes wrong in here costs the words only.

import { endlessLoop } from './endless.mjs';
import { leavingCall } from './leaving.mjs';
import { missingNameCause, stopCause } from './names.mjs';
import { Outline } from './outline.mjs';
import { textCause } from './texts.mjs';
import { tokensOf } from './tokens.mjs';
import { unreadCause } from './unread.mjs';
import { wrongCause } from './wrong.mjs';

// More is no beginner's.
const LONGEST = 20_000;

function programOf(source) {
  const tokens = tokensOf(source);
  return { source, tokens, outline: new Outline(tokens) };
}

function told(source, find) {
  if (typeof source !== 'string' || source.length > LONGEST) return null;
  try {
    return find(programOf(source));
  } catch {
    return null;
  }
}

// `column` is where V8 stopped reading in that line, null where it does not say.
export function whyUnread(source, message, { line, column }) {
  return told(source, (program) => {
    const current = line === null ? undefined : program.tokens.find((each) => each.line > line
      || (each.line === line && each.column + each.text.length > (column ?? 0)));
    return unreadCause({ ...program, message, line: line ?? program.tokens.at(-1)?.line ?? 1, column, current });
  });
}

export function whyNotFound(source, name) {
  return told(source, (program) => missingNameCause(name, program));
}

export function whyStopped(source, message, line) {
  return told(source, (program) => stopCause({ ...program, message, line }));
}

// The one loop that may go on without an end; asked of every program, so those without a loop cost nothing.
export function whyEndless(source) {
  return /\b(?:while|for)\b/.test(source) ? told(source, endlessLoop) : null;
}

// Where it ends itself, and its tests with it; asked of every program, too.
export function whyLeft(source) {
  return /\bprocess\b/.test(source) ? told(source, leavingCall) : null;
}

// `values` are { expected, received } where the test compared two.
export function whyWrong(source, testCode, values) {
  return told(source, (program) => wrongCause(program, testCode, values) ?? textCause(values.expected, values.received, source));
}

// Two values of which one is a list, as { expected, received } in a line each; null for others, and where one is too long.
export function comparedLists({ expected, received }) {
  if (!Array.isArray(expected) && !Array.isArray(received)) return null;
  try {
    const shown = { expected: inCode(expected), received: inCode(received) };
    return shown.expected.length + shown.received.length > LONGEST_LISTS ? null : shown;
  } catch {
    return null;
  }
}

const LONGEST_LISTS = 400;

// Throws for what is no plain value.
function inCode(value) {
  if (Array.isArray(value) && value.length <= LONGEST_LISTS) return `[${Array.from(value, inCode).join(', ')}]`;
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null || ['number', 'boolean', 'undefined'].includes(typeof value)) return String(value);
  throw new TypeError('no plain value');
}
