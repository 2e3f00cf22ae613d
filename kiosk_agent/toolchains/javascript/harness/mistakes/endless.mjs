// The loop that a program without an end is in: null where it has none, or several that may be it.

import { isName, isSign, isWord } from './tokens.mjs';

const CHANGES = ['=', '+=', '-=', '*=', '/=', '++', '--'];

export function endlessLoop({ tokens, outline }) {
  const loops = outline.loops().map((loop) => ({ ...loop, body: outline.between(loop.open, loop.close) }));
  const open = loops.filter((loop) => canGoOn(loop, tokens));
  const suspects = open.filter((loop) => hasNoEnd(loop, outline));
  const [found, ...others] = suspects.length > 0 ? suspects : open;
  if (found === undefined || others.length > 0) return null;
  const { line } = found.keyword;
  const push = found.body.find((each) => isWord(each, 'push') && isSign(tokens[each.index - 1], '.') && isName(tokens[each.index - 2]));
  if (push !== undefined) return { name: 'loop-grows-list', facts: { name: tokens[push.index - 2].text }, line };
  const log = found.body.some((each) => isWord(each, 'console'));
  return { name: log ? 'loop-writes' : 'loop-without-end', line };
}

// One that goes through a list ends with it, but where it makes that list longer.
function canGoOn({ keyword, round, end, body }, tokens) {
  if (isWord(keyword, 'while')) return true;
  const [word, list] = [tokens[round.index + 3], tokens[round.index + 4]];
  if (!isWord(word, 'of', 'in')) return tokens.slice(round.index, end.index).some((each) => isSign(each, ';'));
  return body.some((each) => isWord(each, 'push') && tokens[each.index - 2]?.text === list?.text);
}

// Nothing that its question names is changed in it, and nothing leaves it.
function hasNoEnd({ keyword, round, end, body }, { tokens, inside }) {
  if (body.some((each) => isWord(each, 'break', 'return', 'throw'))) return false;
  const header = tokens.slice(round.index + 1, end.index);
  const parts = header.filter((each) => isSign(each, ';') && inside[each.index] === round);
  const isCounted = isWord(keyword, 'for') && parts.length === 2;
  const question = isCounted ? tokens.slice(parts[0].index + 1, parts[1].index) : header;
  const changing = isCounted ? [...tokens.slice(parts[1].index + 1, end.index), ...body] : body;
  const signs = changing.filter((each) => isSign(each, ...CHANGES));
  const changed = new Set(signs.flatMap(({ index }) => [tokens[index - 1]?.text, tokens[index + 1]?.text]));
  return !question.some((each) => isName(each) && (changed.has(each.text) || isSign(tokens[each.index + 1], '(', '.')));
}
