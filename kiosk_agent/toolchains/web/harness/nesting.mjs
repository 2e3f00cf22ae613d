// Rules in rules, as CSS has them today: the library reads those alone that begin with &.

const ENDS = new Set([';', '{', '}']);

// The same style sheet with `& ` before each rule that stands in another without it. No line moves.
export function withNestingSigns({ tokenize, tokenNames }, source) {
  const found = [];
  const isIn = [];
  let statement = null;
  tokenize(source, (type, start, end) => {
    const name = tokenNames[type];
    if (name === 'whitespace-token' || name === 'comment-token') return;
    const sign = source.slice(start, Math.min(end, start + 2));
    if (!ENDS.has(sign)) {
      statement ??= start;
      return;
    }
    if (sign === '}') isIn.pop();
    if (sign === '{') {
      const text = statement === null ? '' : source.slice(statement, start);
      const isInRule = isIn.at(-1) === true;
      // A property that has lost its ; is none.
      if (isInRule && text !== '' && !/^[@&]|^[\w-]+\s*:\s/.test(text)) found.push(statement);
      isIn.push(isInRule || !text.startsWith('@'));
    }
    statement = null;
  });
  let text = '';
  let last = 0;
  for (const place of found) {
    text += `${source.slice(last, place)}& `;
    last = place;
  }
  return text + source.slice(last);
}
