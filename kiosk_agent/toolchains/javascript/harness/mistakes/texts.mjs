// By what a text differs from the one that a test wants: null where it is more than one thing.

const ACCENTS = /\p{M}/gu;
const NUMBER = /-?\d+(?:\.\d+)?/;
const WORD = /^\p{L}+[,.:;]?$/u;
const LONGEST = 300;
const LONGEST_WORD = 40;

// `expected` and `received` are the values that a test compared.
export function textCause(expected, received, source) {
  if (typeof received !== 'string' || received.length > LONGEST) return null;
  if (typeof expected === 'number') return numberCause(expected, received, source);
  if (typeof expected !== 'string' || expected.length > LONGEST || expected.toLowerCase() === received.toLowerCase()) return null;
  return blanks(expected, received) ?? oneSign(expected, received) ?? oneWord(expected, received, source);
}

function numberCause(expected, received, source) {
  if (/\w\s*[-+*/]\s*\w/.test(received) && source.includes(received)) return { name: 'sum-in-quotes' };
  const number = NUMBER.exec(received)?.[0];
  if (number === undefined || number === received || Number(number) !== expected) return null;
  return { name: 'number-in-text', facts: { number } };
}

function blanks(expected, received) {
  // At the ends they have words of their own.
  if (expected.replaceAll(/\s+/g, '') !== received.replaceAll(/\s+/g, '') || received.trim() === expected) return null;
  return { name: received.length > expected.length ? 'text-blank-more' : 'text-blank-missing' };
}

function oneSign(expected, received) {
  const [shorter, longer] = expected.length < received.length ? [expected, received] : [received, expected];
  if (longer.length - shorter.length !== 1) return null;
  const at = [...longer].findIndex((sign, place) => sign !== shorter[place]);
  const sign = longer[at];
  if (longer.slice(0, at) + longer.slice(at + 1) !== shorter || /[\p{L}\p{N}\s]/u.test(sign)) return null;
  return { name: longer === received ? 'text-sign-more' : 'text-sign-missing', facts: { sign } };
}

// Of a word that the program was given, where it comes from is the question.
function oneWord(expected, received, source) {
  const [wanted, found] = [expected.split(/\s+/), received.split(/\s+/)];
  if (wanted.length !== found.length) return null;
  const other = wanted.flatMap((word, place) => (word === found[place] ? [] : [place]));
  if (other.length !== 1) return null;
  const facts = { found: found[other[0]], right: wanted[other[0]] };
  if (!source.includes(facts.found)) return null;
  if (!Object.values(facts).every((word) => word.length <= LONGEST_WORD && WORD.test(word))) return null;
  return { name: plain(facts.found) === plain(facts.right) ? 'text-accent' : 'text-word-differs', facts };
}

function plain(word) {
  return word.normalize('NFD').replaceAll(ACCENTS, '');
}
