// Values of CSS that the library's grammar does not know yet, made into such as it knows.

// A colour made from another. What a browser makes of its channels is its own.
const FROM = /\b(?:rgba?|hsla?|hwb|(?:ok)?l(?:ab|ch)|color)\(\s*from\s/i;
// Functions whose result fits where the grammar looks for something simpler.
const NEWER = /(?:^|[\s(,])(?:calc-size|contrast-color|sibling-(?:index|count)|if|linear|random|progress)\(/i;
// Shapes that it refuses although it names them.
const SHAPED = new Set(['clip-path', 'shape-outside', 'offset-path']);
const ROUND = /^(?:circle|ellipse)\([\w\s.%-]*\)$/i;
const ANY_COLOUR = 'red';

// Whether a value that the grammar refuses is one of them, and right as far as can be told.
export function isNewerValue(lexer, property, text) {
  if (SHAPED.has(property) && ROUND.test(text)) return true;
  if (!FROM.test(text)) return NEWER.test(text);
  let plain = text;
  for (let found = FROM.exec(plain); found; found = FROM.exec(plain)) {
    const end = closing(plain, plain.indexOf('(', found.index));
    if (end < 0 || !isRelative(lexer, plain.slice(found.index + found[0].length, end), /color\(/i.test(found[0]))) return false;
    plain = plain.slice(0, found.index) + ANY_COLOUR + plain.slice(end + 1);
  }
  return lexer.matchProperty(property, plain).error === null || /\bvar\(/.test(plain);
}

// `words` stand behind `from`: the colour, then three channels, then what may stand behind a slash.
function isRelative(lexer, words, hasSpace) {
  const [origin, ...channels] = parts(words.split('/')[0]);
  const count = hasSpace ? 4 : 3;
  if (origin === undefined || (channels.length !== count && !words.includes('var('))) return false;
  return FROM.test(origin) || /\bvar\(/.test(origin) || lexer.match('<color>', origin).error === null;
}

// What stands between spaces, brackets kept whole.
function parts(text) {
  const found = [];
  let depth = 0;
  for (const sign of text.trim()) {
    if (/\s/.test(sign) && depth === 0) {
      if (found.at(-1) !== '') found.push('');
      continue;
    }
    if (sign === '(') depth += 1;
    if (sign === ')') depth -= 1;
    if (found.length === 0) found.push('');
    found.push(found.pop() + sign);
  }
  return found.filter((part) => part !== '');
}

function closing(text, start) {
  let depth = 0;
  for (let index = start; index < text.length; index += 1) {
    if (text[index] === '(') depth += 1;
    if (text[index] === ')') depth -= 1;
    if (depth === 0) return index;
  }
  return -1;
}
