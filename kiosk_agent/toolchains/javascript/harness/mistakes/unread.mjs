// Why JavaScript cannot read a program, told from its text: null where that is not known for sure.

import { brackets } from './brackets.mjs';
import { inEnglish, nearest, SHORT_WORD, WORDS } from './likeness.mjs';
import { blankMissing, braceMissing, exported, joined, made, ofWords, parameters } from './making.mjs';
import { arrow, colonToDivide, decimalComma, doubledQuotes, logicWord, numberWithWord, openText, strangeSign, turnedSign } from './signs.mjs';
import { isKeyword, isName, isSign, isValue, isWord } from './tokens.mjs';
import { semicolonAfterQuestion } from './wrong.mjs';

const MADE_TWICE = /^Identifier '([^']+)' has already been declared/;
const THEN = ['then', 'entonces', 'llavors', 'então', 'entao', 'atunci', 'allora', 'alors'];
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

const FINDERS = [loopCommas, madeAgain, prose, strangeSign, openText, doubledQuotes, arrow, logicWord, forEach, misspeltWord,
  numberWithWord, decimalComma, blankMissing, exported, made, thenTooMany, semicolonAfterQuestion, withoutBrackets, ofMissing, parameters,
  questionAfterElse, turnedSign, returnWithEquals, turnedRound, besideEachOther, braceMissing, elseBrace, lineNotBegun, commaAtEnd,
  twoSigns, valueMissing, colonToDivide, brackets];

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
    const meant = isName(first) && isName(second) ? nameMeant(joined(first, second).text, outline) : undefined;
    if (meant !== undefined) return ofWords([first, second], { text: meant });
    const bracket = outline.inside[first.index];
    const isCall = isSign(bracket, '(') && isName(tokens[bracket.index - 1]);
    return { name: isCall ? 'comma-missing' : 'nothing-between', facts, line: first.line };
  }
  return null;
}

function nameMeant(word, outline) {
  const names = outline.allNames();
  return names.includes(word) ? word : nearest(word, names, Infinity);
}

function isBeside(first, second) {
  if (second === undefined || second.line !== first.line || first.end === second.start) return false;
  if (isWord(second, 'of', 'from', 'as') || isWord(first, 'of', 'from', 'async', 'default', 'get', 'set')) return false;
  return isValue(first) && (isValue(second) || second.kind === 'template');
}

// A loop's three parts with commas between.
function loopCommas({ tokens, outline }) {
  const found = tokens.find((each) => {
    const end = isWord(each, 'for') && isSign(tokens[each.index + 1], '(') ? outline.partner.get(each.index + 1) : undefined;
    const inside = end === undefined ? [] : outline.between(tokens[each.index + 1], end);
    return inside.filter((part) => isSign(part, ',')).length === 2 && !inside.some((part) => isSign(part, ';') || isWord(part, 'of', 'in'));
  });
  return found === undefined ? null : { name: 'loop-commas', line: found.line };
}

function forEach({ tokens }) {
  const found = tokens.find((each) => isWord(each, 'for') && tokens[each.index + 1]?.text === 'each');
  return found === undefined ? null : { name: 'own-language', facts: { word: 'for each', right: 'for' }, line: found.line };
}

// `for (const count counts)`, and with the list alone.
function ofMissing({ tokens }) {
  for (const each of tokens) {
    const [round, word, name, next] = [1, 2, 3, 4].map((ahead) => tokens[each.index + ahead]);
    if (!isWord(each, 'for') || !isSign(round, '(') || !isWord(word, 'const', 'let') || !isName(name)) continue;
    if (isName(next) && next.text !== 'of') return { name: 'of-missing', facts: { first: name.text, second: next.text }, line: each.line };
    if (isSign(next, ')')) return { name: 'loop-needs-of', facts: { name: name.text }, line: each.line };
  }
  return null;
}

function elseBrace({ tokens, outline, current }) {
  if (current !== undefined && !isSign(current, '}')) return null;
  const found = tokens.find((each) => isWord(each, 'else') && tokens[each.index + 1] && !isSign(tokens[each.index + 1], '{')
    && !isWord(tokens[each.index + 1], 'if'));
  if (found === undefined || brackets({ tokens, outline })?.name !== 'bracket-too-many') return null;
  return { name: 'brace-after-word', facts: { word: found.text }, line: found.line };
}

// What begins a line stands behind a whole value.
function lineNotBegun({ tokens }) {
  const found = tokens.find((each) => {
    const before = tokens[each.index - 1];
    const isWhole = isName(before) || ['number', 'text'].includes(before?.kind);
    return isWord(each, 'export', 'const', 'let', 'function') && isWhole && before.line === each.line;
  });
  return found === undefined ? null : { name: 'line-not-begun', facts: { word: found.text }, line: found.line };
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

function valueMissing({ tokens }) {
  for (const sign of tokens) {
    const next = tokens[sign.index + 1];
    if (!isSign(sign, ...OPERATORS)) continue;
    const isNextLine = next?.line !== sign.line && isWord(next, ...BEGINS_LINE) && !isWord(next, 'function');
    if (isNextLine || isSign(next, ';', ')', ']', '}')) return { name: 'value-missing', facts: { sign: sign.text }, line: sign.line };
  }
  return null;
}
