// What is wrong with a page, in one sentence, and where.

const MOST_FAULTS = 20;
// Of what the page itself says in a message: a name can be as long as the page.
const LONGEST_NAME = 40;

export class Fault {
  // `cause` is { name, facts }: the id of an entry of plain words, and what it names; null where there is none.
  constructor(file, line, message, cause = null) {
    Object.assign(this, { file, line, message, cause });
  }

  toString() {
    return `${this.file}, line ${this.line}: ${this.message}`;
  }
}

export class Faults {
  #file;
  #firstLine;
  list = [];

  // `firstLine` is where in `file` the text begins that is read: a style element stands in the middle of a page.
  constructor(file, firstLine = 1) {
    this.#file = file;
    this.#firstLine = firstLine;
  }

  add(line, message, name = null, facts = {}) {
    const cause = name === null ? null : { name, facts };
    if (this.list.length < MOST_FAULTS) this.list.push(new Fault(this.#file, line + this.#firstLine - 1, message, cause));
  }
}

export function inOrder(faults) {
  return [...faults].sort((one, other) => one.line - other.line);
}

export function named(name) {
  const text = name.replaceAll(/\s+/g, ' ');
  return text.length <= LONGEST_NAME ? text : `${text.slice(0, LONGEST_NAME - 1)}…`;
}

// The text ` Did you mean …?` for a name, or nothing when there is none.
export function asked(near) {
  return near === null ? '' : ` Did you mean ${near}?`;
}

// The known name that a wrong one is nearest to, as it is written; null when none is near.
export function guess(name, known, written = (found) => found) {
  const near = Math.max(1, Math.floor(name.length / 3));
  let best = null;
  let least = near + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) >= least) continue;
    const distance = distanceOf(name, candidate);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best === null ? null : written(best);
}

// Whether one is likely to be the other with a slip of the finger.
export function isNear(first, second) {
  if (Math.max(first.length, second.length) > LONGEST_NAME) return false;
  return distanceOf(first, second) <= Math.max(1, Math.floor(second.length / 3));
}

// How many letters must be put in, taken out, changed or swapped with the next to make one word of the other.
function distanceOf(first, second) {
  let before = [];
  let row = Array.from({ length: second.length + 1 }, (_, index) => index);
  for (let i = 1; i <= first.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= second.length; j += 1) {
      const changed = row[j - 1] + (first[i - 1] === second[j - 1] ? 0 : 1);
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, changed);
      const swapped = i > 1 && j > 1 && first[i - 1] === second[j - 2] && first[i - 2] === second[j - 1];
      if (swapped) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return row[second.length];
}
