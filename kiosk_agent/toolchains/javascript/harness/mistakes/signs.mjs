// Signs that no program can be read with: those of a book, of a calculator, of a school, and quotes without their partner.

import { isName, isSign, isValue, isWord } from './tokens.mjs';

// Each beside the one that JavaScript knows.
const LOOKS_ALIKE = new Map([
  ...[...'«»“”„‟″'].map((sign) => [sign, '"']),
  ...[...'‘’‚‹›′'].map((sign) => [sign, "'"]),
  ...[...'–—−‐‑'].map((sign) => [sign, '-']),
  ...[...'×·∙•✕'].map((sign) => [sign, '*']),
  ['÷', '/'], ['∕', '/'], ['：', ':'], ['≤', '<='], ['≥', '>='], ['≠', '!=='], ['＝', '='], ['；', ';'], ['，', ','],
  ['（', '('], ['）', ')'],
  ['…', '...'], ['´', '`'], ['ˋ', '`'], ['¨', '"'], ['²', '** 2'],
]);
// Two or three signs that are read as one, without the blanks between them.
const TURNED = new Map([
  ['=<', '<='], ['<=', '<='], ['>=', '>='], ['!=', '!=='], ['==', '==='], ['===', '==='], ['====', '==='], ['=====', '==='], ['!==', '!=='],
  ['<>', '!=='], [':=', '='], ['==>', '=>'], ['=!', '!=='], ['+=', '+='], ['-=', '-='],
]);
const IN_SIGNS = ['=', '==', '===', '<', '>', '<=', '>=', '!', '!=', ':', '=>', '+', '-'];
const TIMES = ['x', 'X'];

export function strangeSign({ tokens, source }) {
  const found = tokens.find(({ kind }) => kind === 'strange');
  if (found === undefined) return null;
  const sign = found.text;
  if (sign === '→') return { name: 'arrow-in-code', facts: { sign }, line: found.line };
  const right = sign === '´' && !source.includes('${') ? '"' : LOOKS_ALIKE.get(sign);
  if (right === undefined) return { name: 'sign-not-known', facts: { sign }, line: found.line };
  return { name: 'sign-looks-alike', facts: { sign, right }, line: found.line };
}

export function openText({ tokens, outline }) {
  const found = tokens.find(({ kind }) => kind === 'open');
  if (found === undefined) return null;
  const before = tokens[found.index - 1];
  const text = tokens[found.index - 2];
  // 'It's there': what stands inside ends it.
  if (before?.kind === 'word' && text?.kind === 'text' && text.end === before.start && text.text[0] === found.text[0]) {
    return { name: 'quote-in-text', facts: { sign: found.text[0], right: found.text[0] === '"' ? "'" : '"' }, line: text.line };
  }
  const other = [...found.text].find((sign) => ['"', "'"].includes(LOOKS_ALIKE.get(sign)));
  if (other !== undefined && ['"', "'"].includes(found.text[0])) {
    return { name: 'sign-looks-alike', facts: { sign: other, right: found.text[0] }, line: found.line };
  }
  if (['"', "'"].includes(found.text[0])) {
    // The one that closes a text may be the one that opens the next.
    const last = tokens[found.index - 1];
    const isGlued = last?.kind === 'text' && last.end === found.start && last.line === found.line;
    return { name: 'quote-alone', facts: { sign: found.text[0] }, line: isGlued ? last.line : found.line };
  }
  // A backtick that closes one text opens another, once a partner is missing.
  const value = tokens.find((each) => isSign(each, '${') && outline.partner.get(each.index)?.line !== each.line);
  if (value !== undefined) return { name: 'bracket-not-closed', facts: { sign: '${', right: '}' }, line: value.line };
  const first = tokens.find(({ kind, text }) => kind === 'template' && text.includes('\n')) ?? found;
  return { name: 'quote-alone', facts: { sign: '`' }, line: first.line };
}

export function doubledQuotes({ tokens }) {
  const found = tokens.find((each) => each.text === "''" && tokens[each.index + 1]?.start === each.end && isName(tokens[each.index + 1]));
  return found === undefined ? null : { name: 'quotes-doubled', facts: { sign: "''" }, line: found.line };
}

// Words that are signs in JavaScript, between two values.
const LOGIC = new Map(Object.entries({ and: '&&', y: '&&', e: '&&', i: '&&', și: '&&', si: '&&', or: '||', o: '||', ou: '||', sau: '||' }));

export function logicWord({ tokens }) {
  const found = tokens.find((each) => isName(each) && LOGIC.has(each.text) && isEnd(tokens[each.index - 1]) && isValue(tokens[each.index + 1])
    && tokens[each.index - 1].line === each.line && tokens[each.index + 1].line === each.line);
  return found === undefined ? null : { name: 'own-language', facts: { word: found.text, right: LOGIC.get(found.text) }, line: found.line };
}

export function numberWithWord({ tokens, outline }) {
  for (const number of tokens) {
    const word = tokens[number.index + 1];
    if (number.kind !== 'number' || word?.kind !== 'word' || word.line !== number.line) continue;
    if (TIMES.includes(word.text) && isValue(tokens[word.index + 1])) continue;
    const isGlued = word.start === number.end;
    if (isGlued && isWord(tokens[number.index - 1], 'const', 'let', 'function')) {
      return { name: 'name-begins-with-digit', facts: { name: number.text + word.text }, line: number.line };
    }
    if (outline.allNames().includes(word.text)) {
      return { name: 'nothing-between', facts: { first: number.text, second: word.text }, line: number.line };
    }
    if (isGlued || isName(word)) return { name: 'number-with-word', facts: { number: number.text, word: word.text }, line: number.line };
  }
  return null;
}

// Between two numbers, with no blank, and in no list and no call.
export function decimalComma({ tokens, outline }) {
  for (const comma of tokens) {
    const [before, after] = [tokens[comma.index - 1], tokens[comma.index + 1]];
    if (!isSign(comma, ',') || before?.kind !== 'number' || after?.kind !== 'number') continue;
    if (before.end !== comma.start || comma.end !== after.start || holdsMany(outline.inside[comma.index], tokens)) continue;
    const facts = { number: `${before.text},${after.text}`, right: `${before.text}.${after.text}` };
    return { name: 'decimal-comma', facts, line: comma.line };
  }
  return null;
}

// A list, or the values of a call.
function holdsMany(bracket, tokens) {
  if (bracket === null || isSign(bracket, '{', '${')) return false;
  if (isSign(bracket, '[')) return true;
  const before = tokens[bracket.index - 1];
  return isName(before) || isSign(before, ')', ']');
}

export function arrow({ tokens }) {
  const found = tokens.find((each) => {
    const next = tokens[each.index + 1];
    return isSign(each, '-') && isSign(next, '>') && next.start === each.end;
  });
  if (found !== undefined) return { name: 'arrow-in-code', facts: { sign: '->' }, line: found.line };
  const made = tokens.find((each) => {
    const before = tokens[each.index - 1];
    return isSign(each, '=>') && (isMade(before, tokens) || isSign(before, '{', ';', '}'));
  });
  return made === undefined ? null : { name: 'arrow-for-value', line: made.line };
}

function isMade(token, tokens) {
  return isName(token) && isWord(tokens[token.index - 1], 'const', 'let');
}

export function turnedSign({ tokens }) {
  for (const token of tokens) {
    const run = [];
    for (let at = token.index; isSign(tokens[at], ...IN_SIGNS) && tokens[at].line === token.line; at += 1) run.push(tokens[at]);
    if (run.length < 2) continue;
    const sign = run.map((each, at) => (at > 0 && each.start > run[at - 1].end ? ' ' : '') + each.text).join('');
    const isGiven = isMade(tokens[token.index - 1], tokens) && run.every(({ text }) => /^=+$/.test(text));
    const right = isGiven ? '=' : TURNED.get(sign.replaceAll(' ', ''));
    // A blank before it makes an answer of its own of `!`.
    if (right !== undefined && sign !== '= !') return { name: 'sign-turned', facts: { sign, right }, line: token.line };
  }
  const times = tokens.find((each) => TIMES.includes(each.text) && isEnd(tokens[each.index - 1]) && isValue(tokens[each.index + 1])
    && tokens[each.index + 1].line === each.line);
  return times === undefined ? null : { name: 'sign-turned', facts: { sign: times.text, right: '*' }, line: times.line };
}

function isEnd(token) {
  return isValue(token) || isSign(token, ')', ']');
}

export function colonToDivide({ tokens, current }) {
  const before = tokens[current?.index - 1];
  const after = tokens[current?.index + 1];
  if (!isSign(current, ':') || !isEnd(before) || after?.line !== current.line || !(isValue(after) || isSign(after, '('))) return null;
  return { name: 'colon-to-divide', line: current.line };
}
