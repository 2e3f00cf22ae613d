// The call by which a program ends itself: the first of them, null where it has none.

import { isSign, isWord } from './tokens.mjs';

export function leavingCall({ tokens }) {
  const found = tokens.find((each, at) => isWord(each, 'process') && isSign(tokens[at + 1], '.')
    && isWord(tokens[at + 2], 'exit', 'reallyExit', 'abort') && isSign(tokens[at + 3], '('));
  return found === undefined ? null : { name: 'program-left', facts: { word: `process.${tokens[found.index + 2].text}` }, line: found.line };
}
