// Why JavaScript cannot read a program, told from its text: null where that is not known for sure.

import { brackets } from './brackets.mjs';
import { inEnglish, nearest, SHORT_WORD, WORDS } from './likeness.mjs';
import { arrow, colonToDivide, decimalComma, doubledQuotes, numberWithWord, openText, strangeSign, turnedSign } from './signs.mjs';
import { isKeyword, isName, isSign, isValue, isWord } from './tokens.mjs';
import { semicolonAfterQuestion } from './wrong.mjs';

const MADE_TWICE = /^Identifier '([^']+)' has already been declared/;
const THEN = ['then', 'entonces', 'llavors', 'então', 'entao', 'atunci', 'allora', 'alors'];
const AFTER_EXPORT = ['const', 'let', 'var', 'function', 'class', 'default', 'async', '{', '*'];
const BEGINS_LINE = ['export', 'const', 'let', 'function', 'return', 'if', 'for', 'while'];
const OPERATORS = ['=', '+', '-', '*', '/', '<', '>', '<=', '>=', '===', '==', '!==', '!=', '+=', '%'];
// So many words without a sign between them are a sentence.
const SENTENCE = 4;

// `reading` is { message, line, column, source, tokens, outline, current }, the last the piece at which it went wrong.
export function unreadCause(reading) {
  for (const find of FINDERS) {
    const found = find(reading);
    if (found !== null) return found;
  }
  return null;
}

const FINDERS = [madeAgain, prose, strangeSign, openText, doubledQuotes, arrow, misspeltWord, numberWithWord, decimalComma, exported, made,
  thenTooMany, semicolonAfterQuestion, withoutBrackets, questionAfterElse, turnedSign, returnWithEquals, turnedRound, besideEachOther,
  braceMissing, commaAtEnd, twoSigns, valueMissing, colonToDivide, brackets];

function madeAgain({ message, line, outline }) {
  const name = MADE_TWICE.exec(message)?.[1];
  const first = outline.names.find((each) => each.name === name);
  if (first === undefined || first.token.line === line || outline.functionNamed(name)) return null;
  return { name: 'made-again', facts: { name, line: String(first.token.line) }, line };
}

// A line of a task or of a letter.
function prose({ tokens, line, source }) {
  const lines = new Set([line, ...tokens.filter(({ kind }) => kind === 'strange').map((each) => each.line)]);
  for (const each of [...lines].sort((one, other) => one - other)) {
    const inLine = tokens.filter((token) => token.line === each);
    const isItem = /^\s*(?:[-*#]|\d+\.)\s+\S/.test(source.split('\n')[each - 1] ?? '') && !isContinued(inLine[0], tokens);
    if (isItem || longestSentence(inLine) > SENTENCE) return { name: 'prose', line: each };
  }
  return null;
}

function isContinued(token, tokens) {
  const before = tokens[(token?.index ?? 0) - 1];
  return before !== undefined && !isSign(before, ';', '}', '{');
}

function longestSentence(tokens) {
  let [longest, count] = [0, 0];
  for (const token of tokens) {
    count = token.kind === 'word' && !isWord(token, 'export', 'const', 'let', 'return', 'if', 'function') ? count + 1 : 0;
    longest = Math.max(longest, count);
  }
  return longest;
}

function misspeltWord({ tokens, outline, current, line }) {
  const names = new Set(outline.allNames());
  const inLine = tokens.filter((each) => each.line === line);
  const before = tokens[(current?.index ?? tokens.length) - 1];
  // Before a brace stands a bracket, and before that the word that it belongs to.
  const round = isSign(before, ')') ? tokens.find(({ index }) => outline.partner.get(index) === before) : undefined;
  // V8 names the word before the one that it does not know.
  const exportedFirst = tokens.filter((each) => isWord(tokens[each.index - 1], 'export'));
  for (const token of [before, current, tokens[(round?.index ?? 0) - 1], ...inLine, ...exportedFirst]) {
    if (!isName(token) || names.has(token.text)) continue;
    const right = wordMeant(token, tokens, outline);
    if (right === null) continue;
    return { ...right, line: token.line };
  }
  return null;
}

function wordMeant(token, tokens, outline) {
  const [before, after] = [tokens[token.index - 1], tokens[token.index + 1]];
  const isInLoop = isSign(outline.inside[token.index], '(') && isName(before);
  const isFirst = before === undefined || before.line !== token.line || isSign(before, ';', '{', '}', ')') || isWord(before, 'export');
  const isNext = isName(after) || isValue(after) || isSign(after, '(', '{') || isKeyword(after);
  if (!isNext || !(isFirst || isInLoop)) return null;
  const own = inEnglish('word', token.text);
  if (own !== undefined && isInLoop === (own === 'of')) return { name: 'own-language', facts: { word: token.text, right: own } };
  const right = nearest(token.text, WORDS.filter((each) => (each === 'of') === isInLoop), SHORT_WORD);
  return right === undefined ? null : { name: 'keyword-misspelt', facts: { word: token.text, right } };
}

function exported({ tokens }) {
  for (const token of tokens) {
    const name = tokens[token.index + 1];
    if (!isWord(token, 'export') || !isName(name) || AFTER_EXPORT.includes(name.text)) continue;
    const next = tokens[name.index + 1];
    if (isSign(next, '=', ':')) return { name: 'const-missing', facts: { name: name.text }, line: name.line };
    if (isSign(next, '(')) return { name: 'function-missing', facts: { name: name.text }, line: name.line };
  }
  return null;
}

// What stands after a name that is made.
function made({ tokens, outline }) {
  for (const { token, keyword } of outline.names) {
    const next = tokens[token.index + 1];
    const facts = { name: token.text };
    if (next === undefined || next.line !== token.line) continue;
    if (isSign(next, ':')) return { name: 'colon-for-equals', facts, line: token.line };
    if (['number', 'text', 'template'].includes(next.kind)) return { name: 'equals-missing', facts, line: token.line };
    const isValueAlone = keyword === 'const' && isName(next) && isSign(tokens[next.index + 1], ';');
    if (isValueAlone) return { name: 'equals-missing', facts, line: token.line };
    if (isName(next) && isSign(tokens[next.index + 1], '=')) return ofTwoWords(token, next, joined(token, next));
  }
  return null;
}

function joined(first, second) {
  return first.text + second.text[0].toUpperCase() + second.text.slice(1);
}

function ofTwoWords(first, second, right) {
  return { name: 'name-of-two-words', facts: { first: first.text, second: second.text, right }, line: first.line };
}

function thenTooMany({ tokens }) {
  const found = tokens.find((each) => isName(each) && THEN.includes(each.text) && isSign(tokens[each.index - 1], ')'));
  return found === undefined ? null : { name: 'then-too-many', facts: { word: found.text }, line: found.line };
}

function withoutBrackets({ tokens }) {
  const found = tokens.find((each) => {
    const next = tokens[each.index + 1];
    const asks = isWord(each, 'if', 'for', 'while') && !isSign(tokens[each.index - 1], '.');
    return asks && next !== undefined && !isSign(next, '(') && !isWord(next, 'await');
  });
  return found === undefined ? null : { name: 'condition-without-brackets', facts: { word: found.text }, line: found.line };
}

function questionAfterElse({ tokens, outline }) {
  const found = tokens.find((each) => {
    const end = isWord(each, 'else') && isSign(tokens[each.index + 1], '(') ? outline.partner.get(each.index + 1) : undefined;
    return end !== undefined && isSign(tokens[end.index + 1], '{');
  });
  return found === undefined ? null : { name: 'else-with-question', line: found.line };
}

function returnWithEquals({ tokens }) {
  const found = tokens.find((each) => isWord(each, 'return') && isSign(tokens[each.index + 1], '='));
  return found === undefined ? null : { name: 'return-with-equals', line: found.line };
}

function turnedRound({ tokens }) {
  const found = tokens.find((each) => isSign(each, '=') && isWord(tokens[each.index + 1], 'export', 'const', 'let')
    && tokens[each.index + 1].line === each.line && isValue(tokens[each.index - 1]));
  return found === undefined ? null : { name: 'turned-round', line: found.line };
}

// Two values with nothing between them.
function besideEachOther({ tokens, outline }) {
  for (const first of tokens) {
    const second = tokens[first.index + 1];
    if (!isBeside(first, second)) continue;
    const facts = { first: first.text, second: second.text };
    const near = isName(first) && isName(second) ? nearest(joined(first, second), outline.allNames()) : undefined;
    const whole = isName(first) && isName(second) && outline.allNames().find((name) => name === joined(first, second));
    if (whole || near) return ofTwoWords(first, second, whole || near);
    const bracket = outline.inside[first.index];
    const isCall = isSign(bracket, '(') && isName(tokens[bracket.index - 1]);
    return { name: isCall ? 'comma-missing' : 'nothing-between', facts, line: first.line };
  }
  return null;
}

function isBeside(first, second) {
  if (second === undefined || second.line !== first.line || first.end === second.start) return false;
  if (isWord(second, 'of', 'from', 'as') || isWord(first, 'of', 'from', 'async', 'default', 'get', 'set')) return false;
  return isValue(first) && (isValue(second) || second.kind === 'template');
}

function commaAtEnd({ tokens, outline, current }) {
  const comma = tokens[(current?.index ?? 0) - 1];
  if (!isSign(comma, ',') || current.line === comma.line || !isWord(current, ...BEGINS_LINE)) return null;
  return isSign(outline.inside[comma.index], '(', '[') ? null : { name: 'comma-at-end', line: comma.line };
}

// Of a plus or a minus, the second may be the value's own.
function twoSigns({ tokens }) {
  const found = tokens.find((each) => isSign(each, ...OPERATORS) && isSign(tokens[each.index + 1], ...OPERATORS)
    && !isSign(tokens[each.index + 1], '+', '-') && tokens[each.index + 1].line === each.line);
  if (found === undefined) return null;
  return { name: 'two-signs', facts: { first: found.text, second: tokens[found.index + 1].text }, line: found.line };
}

function braceMissing({ tokens, outline }) {
  for (const each of tokens) {
    const end = isWord(each, 'function') && isSign(tokens[each.index + 2], '(') ? outline.partner.get(each.index + 2) : undefined;
    if (end === undefined || isSign(tokens[end.index + 1], '{')) continue;
    return { name: 'brace-missing', facts: { name: tokens[each.index + 1].text }, line: end.line };
  }
  return null;
}

function valueMissing({ tokens }) {
  for (const sign of tokens) {
    const next = tokens[sign.index + 1];
    if (!isSign(sign, ...OPERATORS)) continue;
    const isNextLine = next?.line !== sign.line && isWord(next, ...BEGINS_LINE) && !isWord(next, 'function');
    if (isNextLine || isSign(next, ';', ')', ']', '}')) return { name: 'value-missing', facts: { sign: sign.text }, line: sign.line };
  }
  return null;
}
