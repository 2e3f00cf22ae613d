// Names that nothing has, or that are known elsewhere only: null where more than V8 says is not known for sure.

import { GLOBALS, inEnglish, MEMBERS, nearest, SHORT_WORD, WORDS } from './likeness.mjs';
import { isName, isSign, isWord } from './tokens.mjs';

// A short one is nearly many names.
const LONG_WORDS = WORDS.filter(({ length }) => length >= SHORT_WORD);
const NOT_DEFINED = /^ReferenceError: (\S{1,60}) is not defined/;
const NO_FUNCTION = /^TypeError: (?:.{0,80}\.)?([\p{ID_Start}$_][\p{ID_Continue}$]{0,39}) is not a function/u;
const TOO_EARLY = /^ReferenceError: Cannot access '([^']{1,60})' before initialization/;
const SET_AGAIN = /^TypeError: Assignment to constant variable/;
const TOO_DEEP = /^RangeError: Maximum call stack size exceeded/;

// What the tests ask for by `name` and the program, as `text`, does not export.
export function missingNameCause(name, { tokens, outline }) {
  if (tokens.length === 0) return { name: 'file-empty', facts: { name } };
  const own = [...outline.names.filter(({ block }) => block === null), ...outline.functions];
  const there = own.find((each) => each.name === name);
  if (there !== undefined) return { name: 'not-exported', facts: { name }, line: there.token.line };
  const near = nearest(name, own.map((each) => each.name));
  if (near === undefined) return { name: 'name-gone', facts: { name } };
  return { name: 'named-otherwise', facts: { name, near }, line: own.find((each) => each.name === near).token.line };
}

// `stop` is { message, line, tokens, outline }, the message as describeError says it.
export function stopCause(stop) {
  const notDefined = NOT_DEFINED.exec(stop.message)?.[1];
  if (notDefined !== undefined) return unknownName(notDefined, stop);
  const called = NO_FUNCTION.exec(stop.message)?.[1];
  if (called !== undefined) return noFunction(called, stop);
  const early = TOO_EARLY.exec(stop.message)?.[1];
  if (early !== undefined) return tooEarly(early, stop);
  if (SET_AGAIN.test(stop.message)) return setAgain(stop);
  if (stop.line === null) return thrown(stop);
  return TOO_DEEP.test(stop.message) ? callsItself(stop) : null;
}

// A text that was thrown tells no line; where only one line throws, it is that.
function thrown({ tokens }) {
  const lines = tokens.filter((each) => isWord(each, 'throw') || isWord(each, 'reject'));
  return lines.length === 1 ? { line: lines[0].line } : null;
}

function unknownName(name, { line, tokens, outline }) {
  const used = tokens.find((each) => each.line === line && each.text === name && isName(each));
  const owner = used === undefined ? null : outline.functionAt(used.index);
  const made = outline.names.find((each) => each.name === name);
  if (made !== undefined && (made.owner === owner || owner === null)) {
    if (isOfLoop(made, outline)) return { name: 'loop-name-outside', facts: { name }, line };
    return { name: 'made-inside', facts: { name, line: String(made.token.line) }, line };
  }
  const other = made?.owner ?? outline.functions.find(({ parameters }) => parameters.some(({ text }) => text === name));
  if (other) return { name: 'made-in-other-function', facts: { name, other: other.name }, line };
  const given = tokens.find((each) => each.text === name && isName(each) && isSign(tokens[each.index + 1], '='));
  if (given !== undefined) return { name: 'let-missing', facts: { name }, line: given.line };
  const round = outline.inside[used?.index ?? 0];
  if (used !== undefined && isSign(round, '(') && isWord(tokens[round.index - 1], 'for') && isWord(tokens[used.index + 1], 'of')) {
    return { name: 'loop-name-not-made', facts: { name }, line };
  }
  return misspeltName(name, used, owner, { line, tokens, outline });
}

function misspeltName(name, used, owner, { line, tokens, outline }) {
  const own = inEnglish('value', name) ?? inEnglish('word', name);
  const list = owner?.parameters[0]?.text;
  if (MEMBERS.includes(name) && list !== undefined) return { name: 'member-alone', facts: { name, right: `${list}.${name}` }, line };
  const known = [...(owner?.parameters ?? []).map(({ text }) => text), ...namesSeenFrom(owner, outline)];
  const right = nearest(name, known);
  if (right !== undefined) return { name: 'name-misspelt', facts: { name, right }, line };
  const global = nearest(name, GLOBALS, SHORT_WORD) ?? nearest(name, LONG_WORDS, SHORT_WORD);
  if (global !== undefined) return { name: 'keyword-misspelt', facts: { word: name, right: global }, line };
  if (own === 'console.log' && owner !== null && !outline.between(owner.open, owner.close).some((each) => isWord(each, 'return'))) {
    return { name: 'shown-not-returned', facts: { name: owner.name, word: name }, line };
  }
  if (own === undefined && owner !== null && owner.parameters.length === 0 && !isSign(tokens[(used?.index ?? 0) + 1], '(')) {
    return { name: 'parameter-missing', facts: { name, other: owner.name }, line };
  }
  return own === undefined ? null : { name: 'own-language', facts: { word: name, right: own }, line };
}

function namesSeenFrom(owner, { names, functions }) {
  const seen = names.filter((each) => each.owner === owner || each.block === null);
  return [...seen.map(({ name }) => name), ...functions.map(({ name }) => name)];
}

function noFunction(name, { line, tokens, outline }) {
  const used = tokens.find((each) => each.line === line && each.text === name && isSign(tokens[each.index + 1], '('));
  if (used === undefined) return null;
  const before = tokens[used.index - 1];
  if (isSign(before, '.', '?.')) {
    const list = tokens[before.index - 1];
    return pushStored(list, name, tokens) ?? noList(list, name, line, { tokens, outline }) ?? otherMember(name, line);
  }
  const inside = tokens[used.index + 2];
  const isPlace = inside?.kind === 'number' && isSign(tokens[inside.index + 1], ')');
  const isParameter = outline.functionAt(used.index)?.parameters.some(({ text }) => text === name);
  if (!isPlace || !isParameter) return null;
  return { name: 'list-called', facts: { name, right: `${name}[${inside.text}]` }, line };
}

// What `push` gives back is a number, which has no `push`.
export function pushStored(list, member, tokens) {
  if (member !== 'push' || !isName(list)) return null;
  const found = tokens.find((each) => {
    const [equals, again, point, push] = [1, 2, 3, 4].map((ahead) => tokens[each.index + ahead]);
    return each.text === list.text && isSign(equals, '=') && again?.text === list.text && isSign(point, '.') && isWord(push, 'push');
  });
  return found === undefined ? null : { name: 'push-stored', facts: { name: list.text }, line: found.line };
}

function noList(list, member, line, { tokens, outline }) {
  const made = outline.names.find((each) => member === 'push' && each.name === list?.text);
  if (made === undefined || isSign(tokens[made.token.index + 2], '[')) return null;
  return { name: 'no-list', facts: { name: made.name }, line: made.token.line };
}

export function otherMember(word, line) {
  if (MEMBERS.includes(word)) return null;
  const right = inEnglish('member', word) ?? nearest(word, MEMBERS, SHORT_WORD);
  return right === undefined ? null : { name: 'member-misspelt', facts: { word, right }, line };
}

// Made in the brackets of a loop.
function isOfLoop({ token }, { tokens, inside }) {
  const round = inside[token.index];
  return isSign(round, '(') && isWord(tokens[round.index - 1], 'for');
}

function tooEarly(name, { line, tokens, outline }) {
  const made = outline.names.filter((each) => each.name === name);
  const loop = made.find((each) => each.token.line === line && isWord(tokens[each.token.index + 1], 'of')
    && tokens[each.token.index + 2]?.text === name);
  if (loop !== undefined) return { name: 'loop-of-itself', facts: { name }, line };
  if (made.length !== 1 || made[0].token.line <= line) return null;
  return { name: 'used-too-early', facts: { name, line: String(made[0].token.line) }, line };
}

// Twice at the same depth, where a loop needs a name that may change.
function setAgain({ line, tokens, outline }) {
  const set = tokens.find((each) => each.line === line && isName(each) && isSign(tokens[each.index + 1], '=', '+=', '-=', '++', '--'));
  const made = set === undefined ? undefined : outline.names.find((each) => each.name === set.text);
  if (made === undefined || made.keyword !== 'const') return null;
  const isBeside = outline.inside[set.index] === made.block && made.owner === null;
  return { name: isBeside ? 'const-set-again' : 'const-should-be-let', facts: { name: set.text, line: String(made.token.line) }, line };
}

function callsItself({ tokens, outline }) {
  for (const { name, open, close } of outline.functions) {
    const call = outline.between(open, close).find((each) => each.text === name && isSign(tokens[each.index + 1], '('));
    const end = call === undefined ? undefined : outline.partner.get(call.index + 1);
    if (end !== undefined && isSign(tokens[end.index + 1], '=')) return { name: 'answer-under-name', facts: { name }, line: call.line };
    if (call !== undefined) return { name: 'calls-itself', facts: { name }, line: call.line };
  }
  return null;
}
