// What is wrong in a program that can be read and runs: told of the functions that a failing test calls, from their text.

import { decimalComma } from './signs.mjs';
import { otherMember, pushStored } from './names.mjs';
import { isName, isSign, isValue, isWord } from './tokens.mjs';

const ASKED = /expect\(\s*([\p{ID_Start}$_][\p{ID_Continue}$]*)\(/u;
const AFTER_VALUE = ['+', '-', '*', '/', ';', '}', '<', '>', '<=', '>=', '===', ')'];
const A_NAME = /[\p{ID_Start}$_][\p{ID_Continue}$]*/gu;

// `program` is { tokens, outline, source }, `test` the code of the test that does not pass, `values` { expected, received }.
export function wrongCause(program, test, values) {
  const { outline } = program;
  const called = reached(new Set(test.match(A_NAME) ?? []), outline);
  const asked = outline.functionNamed(ASKED.exec(test)?.[1] ?? '');
  const empty = called.find((each) => outline.between(each.open, each.close).length === 0);
  for (const each of called) {
    const parts = { ...program, own: each, within: outline.between(each.open, each.close), values, isAsked: each === asked };
    for (const find of FINDERS) {
      const found = find(parts);
      if (found !== null) return found;
    }
  }
  if (empty !== undefined) return { name: 'function-empty', facts: { name: empty.name }, line: empty.token.line };
  return called.length === 0 ? atTheEdge(program) : null;
}

// The functions that a test names, and those that they call, in that order.
function reached(names, outline) {
  const found = outline.functions.filter(({ name }) => names.has(name));
  for (const each of found) {
    for (const { text } of outline.between(each.open, each.close)) {
      const other = outline.functionNamed(text);
      if (other !== undefined && !found.includes(other)) found.push(other);
    }
  }
  return found;
}

function atTheEdge(program) {
  return decimalComma(program);
}

const FINDERS = [storesNotCompares, notTurned, arrowNotCompares, decimalCommaWithin, squareForRound, pushStoredWithin, memberWithin,
  placeWithin, loopPlaces, loopValues, beginsWithin, callsWithin, semicolonAfterQuestion, returnLineEnds, returnInLoop, valueAlone,
  noReturn, sumNotStored];

// One `=` in the question of an if or a while, or of what is given back.
function storesNotCompares({ tokens, outline, within }) {
  const found = within.find((each) => {
    if (!isSign(each, '=') || !isName(tokens[each.index - 1])) return false;
    const bracket = outline.inside[each.index];
    const asks = isSign(bracket, '(') && isWord(tokens[bracket.index - 1], 'if', 'while');
    const isWhole = isValue(tokens[each.index + 1]) && isSign(tokens[each.index + 2], ')', ';');
    return isWhole && (asks || isWord(tokens[each.index - 2], 'return'));
  });
  return found === undefined ? null : { name: 'stores-not-compares', facts: { name: tokens[found.index - 1].text }, line: found.line };
}

function arrowNotCompares({ tokens, outline, own, within }) {
  const found = within.find((each) => {
    const before = tokens[each.index - 1];
    const isKnown = own.parameters.some(({ text }) => text === before?.text);
    const bracket = outline.inside[each.index];
    return isSign(each, '=>') && isKnown && (isWord(tokens[each.index - 2], 'return')
      || (isSign(bracket, '(') && isWord(tokens[bracket.index - 1], 'if', 'while')));
  });
  return found === undefined ? null : { name: 'arrow-not-compares', line: found.line };
}

function decimalCommaWithin(parts) {
  const found = decimalComma(parts);
  const { open, close } = parts.own;
  return found !== null && open.line <= found.line && found.line <= close.line ? found : null;
}

function squareForRound({ tokens, within }) {
  const found = within.find((each) => isWord(each, 'push') && isSign(tokens[each.index - 1], '.') && isSign(tokens[each.index + 1], '['));
  return found === undefined ? null : { name: 'square-for-round', facts: { name: 'push' }, line: found.line };
}

function pushStoredWithin({ tokens, within }) {
  const push = within.find((each) => isWord(each, 'push') && isSign(tokens[each.index - 1], '.'));
  return push === undefined ? null : pushStored(tokens[push.index - 2], 'push', tokens);
}

// A field that is misspelt is nothing, where a function would stop the program.
function memberWithin({ tokens, within, source, values }) {
  if (values.received !== undefined && !Number.isNaN(values.received)) return null;
  for (const each of within) {
    const isField = isSign(tokens[each.index - 1], '.') && isName(each) && !isSign(tokens[each.index + 1], '(', '=');
    if (!isField || source.includes(`${each.text}:`) || source.includes(`.${each.text} =`)) continue;
    const found = otherMember(each.text, each.line);
    if (found?.facts.right === 'length') return found;
  }
  return null;
}

function placeWithin({ tokens, outline, within }) {
  for (const each of within) {
    const list = tokens[each.index - 1];
    if (!isSign(each, '[') || !isName(list)) continue;
    const close = outline.partner.get(each.index);
    if (close === undefined) continue;
    const inside = outline.between(each, close).map(({ text }) => text).join('');
    if (inside === `${list.text}.length`) {
      const facts = { place: `${list.text}[${inside}]`, right: `${list.text}[${inside} - 1]` };
      return { name: 'place-past-end', facts, line: each.line };
    }
    if (/^-\d+$/.test(inside)) return { name: 'place-below-zero', facts: { place: `${list.text}[${inside}]` }, line: each.line };
  }
  return null;
}

// `i <= list.length`, or a first place of 1, where `list[i]` is used.
function loopPlaces({ tokens, outline, own, within }) {
  for (const { keyword, round, end, open, close } of loopsOf(outline, own)) {
    const question = outline.between(round, end);
    const tooFar = question.find((each) => isSign(each, '<=') && isName(tokens[each.index - 1]) && isSign(tokens[each.index + 2], '.')
      && isWord(tokens[each.index + 3], 'length') && !isSign(tokens[each.index + 4], '-'));
    const counter = tokens[round.index + 2];
    const name = tooFar === undefined ? counter?.text : tokens[tooFar.index - 1].text;
    const isPlace = outline.between(open, close).some((each) => each.text === name && isSign(tokens[each.index - 1], '[')
      && isSign(tokens[each.index + 1], ']'));
    if (!isPlace || outline.between(open, close).some((each) => each.text === name && isSign(tokens[each.index + 1], '-', '+'))) continue;
    if (tooFar !== undefined) {
      return { name: 'loop-too-far', facts: { right: `${name} < ${tokens[tooFar.index + 1].text}.length` }, line: tooFar.line };
    }
    const isLate = isWord(tokens[round.index + 1], 'let') && isSign(tokens[round.index + 3], '=') && tokens[round.index + 4]?.text === '1';
    const isAlone = !within.some((each) => each.kind === 'number' && each.text === '0' && isSign(tokens[each.index - 1], '['));
    if (isLate && isAlone) return { name: 'loop-begins-late', facts: { name }, line: keyword.line };
  }
  return null;
}

function loopsOf(outline, { open, close }) {
  return outline.loops().filter(({ keyword }) => open.index < keyword.index && keyword.index < close.index);
}

// The whole list used where its value of this round is not, and `in` for `of`.
function loopValues({ tokens, outline, own }) {
  for (const { keyword, round, open, close } of loopsOf(outline, own)) {
    const [each, word, list] = [2, 3, 4].map((place) => tokens[round.index + place]);
    if (!isWord(keyword, 'for') || !isName(each) || !isName(list)) continue;
    const body = outline.between(open, close);
    // The fields of an object are gone through so, too.
    const isKey = body.some((token) => token.text === each.text && isSign(tokens[token.index - 1], '['));
    const isGiven = own.parameters.some(({ text }) => text === list.text);
    if (isWord(word, 'in') && !isKey && isGiven) return { name: 'in-for-of', line: keyword.line };
    if (!isWord(word, 'of')) continue;
    if (body.some(({ kind, text }) => kind === 'word' && text === each.text)) continue;
    const whole = body.find((token) => token.kind === 'word' && token.text === list.text && !isSign(tokens[token.index + 1], '.', '['));
    if (whole !== undefined) return { name: 'list-for-its-value', facts: { list: list.text, each: each.text }, line: whole.line };
  }
  return null;
}

// What a sum is added up in.
function beginsWithin({ tokens, outline, own, values }) {
  if (typeof values.expected !== 'number') return null;
  for (const { name, token, owner, keyword } of outline.names) {
    if (owner !== own || keyword !== 'let') continue;
    const uses = outline.between(own.open, own.close).filter((each) => each !== token && each.text === name);
    const given = uses.filter((each) => isSign(tokens[each.index + 1], '+=', '='));
    const isAddedTo = given.every((each) => isSign(tokens[each.index + 1], '+=')
      || (tokens[each.index + 2]?.text === name && isSign(tokens[each.index + 3], '+')));
    if (given.length === 0 || !isAddedTo) continue;
    const [next, value] = [tokens[token.index + 1], tokens[token.index + 2]];
    if (isSign(next, ';') || next.line !== token.line) return { name: 'begins-without-value', facts: { name }, line: token.line };
    if (value.text.length === 2 && value.kind === 'text') return { name: 'begins-as-text', facts: { name }, line: token.line };
  }
  return null;
}

// A function named and not called, or called with too few values.
function callsWithin({ tokens, outline, own, within, values }) {
  for (const each of within) {
    const other = isName(each) ? outline.functionNamed(each.text) : undefined;
    const isOther = outline.names.some(({ name }) => name === each.text) || own.parameters.some(({ text }) => text === each.text);
    if (other === undefined || isOther || isSign(tokens[each.index - 1], '.', '?', ':')) continue;
    const next = tokens[each.index + 1];
    const isLength = isLengthOf(next, tokens);
    const isNoCall = isLength || next?.line !== each.line || isSign(next, ...AFTER_VALUE);
    if (isNoCall && isOfFunction(values.received, isLength)) {
      const isHandedOn = isSign(next, ')') && isSign(tokens[each.index - 1], '(', ',') && isName(tokens[each.index - 2]);
      if (!isHandedOn) return { name: 'call-missing', facts: { name: each.text }, line: each.line };
    }
    const end = isSign(next, '(') ? outline.partner.get(next.index) : undefined;
    if (end === undefined) continue;
    const given = countOf(outline, next, end);
    const wanted = other.parameters.length;
    if (given < wanted && isNothing(values.received) && needsAll(other, outline)) {
      return { name: 'values-missing', facts: { name: each.text, given: String(given), wanted: String(wanted) }, line: each.line };
    }
  }
  return null;
}

function isLengthOf(token, tokens) {
  return isSign(token, '.') && isWord(tokens[token.index + 1], 'length');
}

// What a value that was not handed in makes of a sum or of a text.
function isNothing(value) {
  return value === undefined || Number.isNaN(value) || (typeof value === 'string' && /undefined|NaN/.test(value));
}

// What a function that was not called makes of a sum, a question or a text.
function isOfFunction(value, isItsLength) {
  return isItsLength || isNothing(value) || ['function', 'boolean'].includes(typeof value)
    || (typeof value === 'string' && /function|=>/.test(value));
}

function needsAll({ token, open, close }, outline) {
  const header = outline.tokens.slice(token.index, open.index);
  const body = outline.between(open, close);
  return !header.some((each) => isSign(each, '=', '...')) && !body.some((each) => isWord(each, 'undefined', 'arguments'));
}

function countOf(outline, open, close) {
  const inside = outline.between(open, close);
  if (inside.some((each) => isSign(each, '...'))) return Infinity;
  return inside.length === 0 ? 0 : 1 + inside.filter((each) => isSign(each, ',') && outline.inside[each.index] === open).length;
}

function returnLineEnds({ tokens, within }) {
  const found = within.find((each) => {
    const next = tokens[each.index + 1];
    return isWord(each, 'return') && next?.line > each.line && (isValue(next) || isSign(next, '(', '[')) && within.includes(next);
  });
  return found === undefined ? null : { name: 'return-line-ends', line: found.line };
}

// Under no question; or of what is gathered in the loop.
function returnInLoop({ tokens, outline, own }) {
  for (const { keyword, open, close } of loopsOf(outline, own)) {
    const body = outline.between(open, close);
    const hasRounds = isWord(keyword, 'while') || body.some((each) => isWord(each, 'continue'));
    const found = hasRounds ? undefined : body.find((each) => {
      if (!isWord(each, 'return')) return false;
      const made = outline.names.find(({ name, owner }) => owner === own && name === tokens[each.index + 1]?.text);
      const isWhole = made !== undefined && made.token.index < keyword.index && isSign(tokens[each.index + 2], ';', '}');
      const isGathered = isWhole && isChangedBefore(made.name, each, outline);
      const isAlone = isSign(tokens[each.index - 1], ';', '{', '}');
      return isAlone && (outline.inside[each.index] === open || isGathered);
    });
    if (found !== undefined) return { name: 'return-in-loop', line: found.line };
  }
  return null;
}

// In the same braces.
function isChangedBefore(name, token, { tokens, inside }) {
  const block = inside[token.index];
  return tokens.slice(block.index, token.index).some((each) => each.text === name && inside[each.index] === block
    && (isSign(tokens[each.index + 1], '+=') || tokens[each.index + 2]?.text === name || isWord(tokens[each.index + 2], 'push')));
}

export function semicolonAfterQuestion({ tokens, outline }) {
  for (const each of tokens) {
    const end = isWord(each, 'if', 'for', 'while') && isSign(tokens[each.index + 1], '(') ? outline.partner.get(each.index + 1) : undefined;
    if (end === undefined || !isSign(tokens[end.index + 1], ';') || !isSign(tokens[end.index + 2], '{')) continue;
    return { name: 'semicolon-after-question', facts: { word: each.text }, line: end.line };
  }
  return null;
}

// Worked out, and put nowhere.
function sumNotStored({ tokens, within }) {
  const found = within.find((each) => isName(each) && isSign(tokens[each.index - 1], ';', '{', '}')
    && isSign(tokens[each.index + 1], '+', '-', '*', '/') && isValue(tokens[each.index + 2]) && isSign(tokens[each.index + 3], ';'));
  return found === undefined ? null : { name: 'sum-not-stored', facts: { name: found.text }, line: found.line };
}

function notTurned({ tokens, within }) {
  const found = within.find((each) => isSign(each, '=') && isSign(tokens[each.index + 1], '!') && tokens[each.index + 1].start === each.end
    && !isWord(tokens[each.index - 2], 'const', 'let'));
  return found === undefined ? null : { name: 'sign-turned', facts: { sign: '=!', right: '!==' }, line: found.line };
}

function valueAlone({ tokens, within, values, isAsked }) {
  if (!isAsked || values.received !== undefined) return null;
  const found = within.find((each) => {
    const [before, after] = [tokens[each.index - 1], tokens[each.index + 1]];
    return isValue(each) && isSign(after, ';') && isSign(before, ';', '{', '}');
  });
  return found === undefined ? null : { name: 'value-alone', line: found.line };
}

function noReturn({ tokens, own, within, values, isAsked }) {
  const given = within.find((each) => each.text === own.name && isSign(tokens[each.index + 1], '=')
    && isValue(tokens[each.index + 2]));
  if (given !== undefined) return { name: 'answer-under-name', facts: { name: own.name }, line: given.line };
  if (!isAsked || values.received !== undefined || within.length === 0 || within.some((each) => isWord(each, 'return'))) return null;
  const log = within.find((each) => isWord(each, 'console') && isWord(tokens[each.index + 2], 'log'));
  if (log !== undefined) return { name: 'shown-not-returned', facts: { name: own.name, word: 'console.log' }, line: log.line };
  return { name: 'return-missing', facts: { name: own.name }, line: within.at(-1).line };
}
