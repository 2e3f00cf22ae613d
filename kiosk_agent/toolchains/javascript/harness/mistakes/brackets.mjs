// Brackets without their partner. Where one is missing, the lines' own beginnings say which.

import { isCloser, isOpener, partnerOf } from './outline.mjs';
import { isSign, isValue, isWord } from './tokens.mjs';

export function brackets({ tokens, outline }) {
  const open = [];
  for (const token of tokens) {
    const top = open.at(-1);
    if (top !== undefined && isUnfinished(top, token, tokens)) return notClosed(top);
    if (isOpener(token)) open.push(token);
    if (!isCloser(token)) continue;
    if (top === undefined) return { name: 'bracket-too-many', facts: { sign: token.text }, line: token.line };
    if (partnerOf(top.text) !== token.text) {
      const isLater = open.some((each) => partnerOf(each.text) === token.text);
      if (isLater) return notClosed(top);
      return { name: 'bracket-other', facts: { sign: token.text, right: partnerOf(top.text), first: top.text }, line: token.line };
    }
    // A brace at the edge belongs to what begins there.
    const isAtEdge = top.text === '{' && open.length > 1 && beginsLine(token, tokens);
    if (isAtEdge && indentOf(token, tokens) < indentOf(headOf(top, tokens, outline), tokens)) return notClosed(top);
    open.pop();
  }
  return open.length === 0 ? null : notClosed(open.at(-1));
}

function notClosed(token) {
  return { name: 'bracket-not-closed', facts: { sign: token.text, right: partnerOf(token.text) }, line: token.line };
}

// Whether what comes cannot be in the bracket that is open.
function isUnfinished(top, token, tokens) {
  if (isWord(token, 'export') && beginsLine(token, tokens)) return true;
  if (isSign(top, '(')) {
    const before = tokens[top.index - 1];
    if (isSign(token, ';')) return !isWord(before, 'for');
    const belongs = isWord(before, 'if', 'for', 'while') || isWord(tokens[top.index - 2], 'function');
    const last = tokens[token.index - 1];
    return belongs && isSign(token, '{') && (isValue(last) || isSign(last, ')'));
  }
  return isSign(top, '[') && isSign(token, ';');
}

function beginsLine(token, tokens) {
  return tokens[token.index - 1]?.line !== token.line;
}

// The bracket of a question or of a function before the braces may go over several lines.
function headOf(brace, tokens, { partner }) {
  const before = tokens[brace.index - 1];
  return isSign(before, ')') ? tokens.find(({ index }) => partner.get(index) === before) ?? brace : brace;
}

// Of a line that goes on from the one before, none.
function indentOf(token, tokens) {
  const first = tokens.find(({ line }) => line === token.line);
  return isSign(first, '.', ')', ',') ? 0 : first.column;
}
