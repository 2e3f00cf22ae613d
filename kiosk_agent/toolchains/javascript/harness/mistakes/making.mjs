// The lines that make a name or a function, where they cannot be read.

import { isName, isSign, isWord } from './tokens.mjs';

const AFTER_EXPORT = ['const', 'let', 'var', 'function', 'class', 'default', 'async', '{', '*'];
const GLUED = /^(export|const|let|function|return)(const|let|function|[a-zA-Z]\w*)$/;

export function exported({ tokens }) {
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
export function made({ tokens, outline }) {
  for (const { token, keyword } of outline.names) {
    const next = tokens[token.index + 1];
    const facts = { name: token.text };
    if (next === undefined || next.line !== token.line) continue;
    if (isSign(next, '==', '===')) return { name: 'two-signs', facts: { first: '=', second: '=' }, line: token.line };
    const isEnded = isSign(next, ';') && isSign(tokens[next.index + 1], '=');
    if (isEnded) return { name: 'two-signs', facts: { first: ';', second: '=' }, line: token.line };
    if (isSign(next, '-') && isName(tokens[next.index + 1])) return withDash(token, tokens);
    if (isSign(next, ':')) return { name: 'colon-for-equals', facts, line: token.line };
    if (['number', 'text', 'template'].includes(next.kind)) return { name: 'equals-missing', facts, line: token.line };
    const isValueAlone = keyword === 'const' && isName(next) && isSign(tokens[next.index + 1], ';');
    if (isValueAlone) return { name: 'equals-missing', facts, line: token.line };
    const words = namesFrom(token, tokens);
    if (words.length > 1 && isSign(tokens[words.at(-1).index + 1], '=')) return ofWords(words, words.reduce(joined));
  }
  return nameInQuotes(tokens);
}

// As many as stand in a row in its line.
function namesFrom(token, tokens) {
  const names = [token];
  for (let next = tokens[token.index + 1]; isName(next) && next.line === token.line; next = tokens[next.index + 1]) names.push(next);
  return names;
}

export function ofWords([first, ...others], { text }) {
  const second = others.map((each) => each.text).join(' ');
  return { name: 'name-of-two-words', facts: { first: first.text, second, right: text }, line: first.line };
}

export function joined(first, second) {
  return { text: first.text + second.text[0].toUpperCase() + second.text.slice(1) };
}

function withDash(token, tokens) {
  const words = [token];
  for (let at = token.index + 1; isSign(tokens[at], '-') && isName(tokens[at + 1]); at += 2) words.push(tokens[at + 1]);
  const facts = { name: words.map(({ text }) => text).join('-'), right: words.reduce(joined).text };
  return { name: 'name-with-dash', facts, line: token.line };
}

function nameInQuotes(tokens) {
  const found = tokens.find((each) => isWord(each, 'const', 'let') && tokens[each.index + 1]?.kind === 'text');
  if (found === undefined) return null;
  const { text, line } = tokens[found.index + 1];
  return { name: 'name-in-quotes', facts: { name: text.slice(1, -1) }, line };
}

// Two words of JavaScript, or one and a name, written as one word.
export function blankMissing({ tokens }) {
  const found = tokens.find((each) => isName(each) && GLUED.test(each.text)
    && (isName(tokens[each.index + 1]) || isWord(tokens[each.index - 1], 'export')));
  if (found === undefined) return null;
  return { name: 'blank-missing', facts: { word: found.text, right: found.text.replace(GLUED, '$1 $2') }, line: found.line };
}

// In the brackets of a function that is made.
export function parameters({ tokens }) {
  for (const each of tokens) {
    const [name, round, value] = [1, 2, 3].map((ahead) => tokens[each.index + ahead]);
    if (!isWord(each, 'function') || !isName(name)) continue;
    if (isName(round)) return { name: 'condition-without-brackets', facts: { word: name.text }, line: each.line };
    if (isSign(round, '(') && ['number', 'text'].includes(value?.kind)) {
      return { name: 'value-for-parameter', facts: { value: value.text }, line: each.line };
    }
  }
  return null;
}

export function braceMissing({ tokens, outline }) {
  for (const each of tokens) {
    const end = isWord(each, 'function') && isSign(tokens[each.index + 2], '(') ? outline.partner.get(each.index + 2) : undefined;
    if (end === undefined || isSign(tokens[end.index + 1], '{')) continue;
    return { name: 'brace-missing', facts: { name: tokens[each.index + 1].text }, line: end.line };
  }
  return null;
}
