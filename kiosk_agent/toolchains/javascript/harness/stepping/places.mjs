// Where a program is looked at: of all places at which V8 can stop, those at which something new is about to happen.

import { Outline } from '../mistakes/outline.mjs';
import { isSign, isWord, tokensOf } from '../mistakes/tokens.mjs';

// More is no beginner's: such a program is looked at wherever V8 can stop.
const LONGEST = 20_000;

// What is asked of it while the program runs uses nothing that the program can change.
export class Text {
  #asked = [];
  #catches = [];
  #finals = [];
  // By where a function begins: the names that it is given.
  #given = { __proto__: null };

  constructor(source) {
    this.rows = source.split('\n');
    if (source.length > LONGEST) return;
    try {
      const tokens = tokensOf(source);
      const { partner, inside } = new Outline(tokens);
      for (const token of tokens) {
        if (isWord(token, 'for')) this.#addLoop(tokens, partner, inside, token.index + 1);
        this.#addGiven(tokens, partner, token);
        if (isWord(token, 'catch')) this.#addCatch(tokens, partner, token.index + 1);
        if (isWord(token, 'finally')) addBlock(this.#finals, tokens[token.index + 1], partner);
      }
    } catch {
      // It is none of those that are understood, and loses only what is told from that.
    }
  }

  // A loop that counts is looked at where it begins and where it counts: what it asks in between is the same line.
  #addLoop(tokens, partner, inside, open) {
    const end = isSign(tokens[open], '(') ? partner.get(open) : undefined;
    if (end === undefined) return;
    const marks = tokens.slice(open, end.index).filter((each) => isSign(each, ';') && inside[each.index] === tokens[open]);
    const [first, second] = marks;
    if (marks.length === 2 && first.index > open + 1 && second.index < end.index - 1) this.#asked.push({ first, second });
  }

  #addCatch(tokens, partner, after) {
    const end = isSign(tokens[after], '(') ? partner.get(after) : undefined;
    addBlock(this.#catches, end === undefined ? tokens[after] : tokens[end.index + 1], partner);
  }

  #addGiven(tokens, partner, { line, column, text, index }) {
    const end = partner.get(index);
    const isAlone = isSign(tokens[index + 1], '=>');
    if (!isAlone && (text !== '(' || end === undefined)) return;
    const given = { __proto__: null };
    for (const each of isAlone ? [tokens[index]] : tokens.slice(index, end.index)) given[each.text] = true;
    this.#given[`${line}:${column}`] = given;
  }

  // Of V8's own places, in their order: those of a call are of use where nothing else in their line comes before.
  chosen(locations) {
    let line = -1;
    return locations.filter((each) => {
      const isFirst = each.lineNumber !== line;
      line = each.lineNumber;
      if (each.type === 'return') return true;
      return (isFirst || each.type !== 'call') && !this.#asked.some((asked) => isBetween(each, asked));
    });
  }

  // Whether a function that begins there is given a value by that name.
  isGiven(name, { lineNumber, columnNumber }) {
    return this.#given[`${lineNumber + 1}:${columnNumber}`]?.[name] !== undefined;
  }

  catchesAt(location) {
    return isInOneOf(this.#catches, location);
  }

  // Whether what was thrown may still be on its way there.
  passesAt(location) {
    return isInOneOf(this.#finals, location);
  }

  // Whether a function ends there without a return.
  endsAt({ lineNumber, columnNumber }) {
    return this.rows[lineNumber]?.[columnNumber] === '}';
  }
}

function addBlock(blocks, open, partner) {
  const close = isSign(open, '{') ? partner.get(open.index) : undefined;
  if (close !== undefined) blocks[blocks.length] = { first: open, second: close };
}

function isInOneOf(blocks, location) {
  for (let index = 0; index < blocks.length; index += 1) if (isBetween(location, blocks[index])) return true;
  return false;
}

function isBetween({ lineNumber, columnNumber }, { first, second }) {
  const line = lineNumber + 1;
  const isAfter = line > first.line || (line === first.line && columnNumber >= first.column);
  return isAfter && (line < second.line || (line === second.line && columnNumber < second.column));
}
