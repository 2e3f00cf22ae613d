// The elements that are open at one place of a page, and what each tag does to them by the HTML standard.

import { isNear, named } from './fault.mjs';
import { END_OPTIONAL, ENDS_PARAGRAPH, FOREIGN, HEADINGS, NEVER_IN_ITSELF, WALLS } from './vocabulary.mjs';

// No page needs more, and what reads the page later does so by recursion.
const MOST_DEEP = 200;

export class TooDeep extends Error {}

export class OpenElements {
  #stack = [];
  #faults;
  #endedParagraph = null;
  // Lines of elements whose end tag may be left out and was.
  leftOpen = [];

  constructor(faults) {
    this.#faults = faults;
  }

  get inForeign() {
    return this.#stack.some(({ name }) => FOREIGN.has(name));
  }

  open(name, line) {
    if (!this.inForeign) this.#endWhatEndsHere(name, line);
    if (this.#stack.length >= MOST_DEEP) {
      this.#faults.add(line, `Over ${MOST_DEEP} elements are open here, one in the other.`);
      throw new TooDeep();
    }
    this.#stack.push({ name, line });
  }

  close(name, line) {
    const at = this.#stack.findLastIndex((open) => open.name === name);
    if (at < 0) return this.#closeWrongly(name, line);
    for (const open of this.#stack.splice(at).slice(1)) this.#leave(open, `</${named(name)}>`);
    return undefined;
  }

  closeAll() {
    for (const open of this.#stack.splice(0)) this.#leave(open, null);
  }

  #endWhatEndsHere(name, line) {
    const top = this.#stack.at(-1);
    const twice = top?.name === name || (HEADINGS.has(name) && HEADINGS.has(top?.name));
    if (twice && NEVER_IN_ITSELF.has(name)) {
      this.#faults.add(line, `<${name}> stands in <${top.name}>, which is still open. Is </${top.name}> meant?`,
        'tag-opened-again', { tag: `<${name}>`, needed: `</${top.name}>` });
      // Taken as what it is meant to be, so that one slip is one fault.
      if (top.name === name) this.#stack.pop();
    } else if (twice && END_OPTIONAL.has(name)) {
      this.leftOpen.push(this.#stack.pop());
    }
    if (ENDS_PARAGRAPH.has(name)) this.#endParagraph(name, line);
  }

  #endParagraph(name, line) {
    const at = this.#stack.findLastIndex((open) => open.name === 'p' || WALLS.has(open.name));
    if (at < 0 || this.#stack[at].name !== 'p') return;
    this.#endedParagraph = { name, line };
    const [paragraph, ...inner] = this.#stack.splice(at);
    this.leftOpen.push(paragraph);
    for (const open of inner) this.#leave(open, `<${name}>`);
  }

  #leave(open, other) {
    const tag = `<${named(open.name)}>`;
    if (END_OPTIONAL.has(open.name)) this.leftOpen.push(open);
    else if (other === null) this.#faults.add(open.line, `${tag} is not closed.`, 'element-not-closed', { tag });
    else this.#faults.add(open.line, `${tag} is not closed before ${other}.`, 'closed-in-wrong-order', { tag, other });
  }

  #closeWrongly(name, line) {
    const top = this.#stack.at(-1);
    const slip = top && ((HEADINGS.has(name) && HEADINGS.has(top.name)) || isNear(name, top.name));
    if (slip) {
      const [tag, needed] = [`</${named(name)}>`, `</${named(top.name)}>`];
      this.#faults.add(line, `${tag} stands where ${needed} is needed.`, 'closed-by-another', { tag, needed });
      this.#stack.pop();
    } else if (name === 'p' && this.#endedParagraph) {
      const { name: ender, line: where } = this.#endedParagraph;
      this.#faults.add(line, `</p> closes nothing: the <${ender}> in line ${where} had already ended the paragraph.`,
        'paragraph-already-ended', { tag: `<${ender}>` });
    } else {
      const tag = `</${named(name)}>`;
      this.#faults.add(line, `${tag} closes nothing that is open.`, 'closes-nothing', { tag });
    }
  }
}
