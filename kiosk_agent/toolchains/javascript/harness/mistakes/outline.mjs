// What a program's text makes: its functions with their places, its names, and its loops.

import { isName, isSign, isWord } from './tokens.mjs';

const OPENERS = ['(', '[', '{', '${'];
const CLOSERS = [')', ']', '}'];
const PARTNER = { '(': ')', '[': ']', '{': '}', '${': '}' };

export function partnerOf(sign) {
  return PARTNER[sign];
}

export function isOpener(token) {
  return isSign(token, ...OPENERS);
}

export function isCloser(token) {
  return isSign(token, ...CLOSERS);
}

export class Outline {
  // Of each opening bracket its closing one, and of each token the bracket that it stands in; by index.
  partner = new Map();
  inside = [];
  functions = [];
  // { name, token, keyword, block, owner }: block is the opening brace around it, or null; owner the function, or null.
  names = [];

  constructor(tokens) {
    this.tokens = tokens;
    this.#pair();
    tokens.forEach((token, index) => {
      if (isWord(token, 'function') && isName(tokens[index + 1])) this.#addFunction(index);
    });
    tokens.forEach((token, index) => {
      if (isWord(token, 'const', 'let', 'var') && isName(tokens[index + 1])) this.#addName(index);
    });
  }

  #pair() {
    const open = [];
    for (const token of this.tokens) {
      if (isCloser(token)) {
        const opener = open.at(-1);
        if (opener !== undefined && PARTNER[opener.text] === token.text) {
          this.partner.set(opener.index, token);
          open.pop();
        }
      }
      this.inside[token.index] = open.at(-1) ?? null;
      if (isOpener(token)) open.push(token);
    }
  }

  #addFunction(index) {
    const round = this.tokens[index + 2];
    const end = isSign(round, '(') ? this.partner.get(round.index) : undefined;
    const brace = end === undefined ? undefined : this.tokens[end.index + 1];
    const last = isSign(brace, '{') ? this.partner.get(brace.index) : undefined;
    if (last === undefined) return;
    const parameters = this.tokens.slice(round.index + 1, end.index).filter(isName);
    const name = this.tokens[index + 1];
    this.functions.push({ name: name.text, token: name, parameters, open: brace, close: last });
  }

  #addName(index) {
    const token = this.tokens[index + 1];
    const round = this.#loopOf(index);
    // What a loop makes in its brackets lives in its braces.
    const after = round === null ? undefined : this.tokens[(this.partner.get(round.index)?.index ?? Infinity) + 1];
    const block = isSign(after, '{') ? after : this.inside[index];
    this.names.push({ name: token.text, token, keyword: this.tokens[index].text, block, owner: this.functionAt(index) });
  }

  #loopOf(index) {
    const round = this.inside[index];
    return isSign(round, '(') && isWord(this.tokens[round.index - 1], 'for') ? round : null;
  }

  functionAt(index) {
    return this.functions.findLast(({ open, close }) => open.index < index && index < close.index) ?? null;
  }

  functionNamed(name) {
    return this.functions.find((each) => each.name === name);
  }

  // All that are named anywhere: functions, their parameters and what const and let make.
  allNames() {
    const parameters = this.functions.flatMap(({ parameters: each }) => each.map(({ text }) => text));
    return [...new Set([...this.names.map(({ name }) => name), ...this.functions.map(({ name }) => name), ...parameters])];
  }

  // { keyword, round, open, close }: of loops with braces.
  loops() {
    const found = [];
    for (const token of this.tokens) {
      if (!isWord(token, 'for', 'while')) continue;
      const round = this.tokens[token.index + 1];
      const end = isSign(round, '(') ? this.partner.get(round.index) : undefined;
      const open = end === undefined ? undefined : this.tokens[end.index + 1];
      const close = isSign(open, '{') ? this.partner.get(open.index) : undefined;
      if (close !== undefined) found.push({ keyword: token, round, end, open, close });
    }
    return found;
  }

  between(open, close) {
    return this.tokens.slice(open.index + 1, close.index);
  }
}
