// Reads a page by the HTML standard's own rules for characters and tags, and says what is wrong in it and where.

import { asked, Faults, guess, inOrder, named } from './fault.mjs';
import { OpenElements, TooDeep } from './open_elements.mjs';
import { BY_PATTERN, causeOf, EVERYWHERE, OBSOLETE, sentenceOf, TEXT_MODES, VOID } from './vocabulary.mjs';

const BEGINNINGS = { 'eof-in-tag': '<', 'eof-in-comment': '<!--' };
// Text that a browser shows as it is written, so that nobody is stopped by it.
const HARMLESS = new Set(['missing-doctype']);

export class HtmlReader {
  #parse5;
  #attributes;
  #tags;
  #source;
  #faults;
  #open;
  #tokenizer;
  #ids = new Map();
  // How far the page has been taken apart, and how far it was where a tag ran into the next one.
  #read = 0;
  #ruinedAt = null;
  #text = null;
  #warnings;
  // The scripts and style sheets in the order of the page: { kind, file | null, text, line, attributes }.
  parts = [];

  constructor({ parse5, attributes, tags }, source, file) {
    this.#parse5 = parse5;
    this.#attributes = attributes.htmlElementAttributes;
    this.#tags = new Set(tags.htmlTagNames);
    this.#source = source;
    this.#faults = new Faults(file);
    this.#warnings = new Faults(file);
    this.#open = new OpenElements(this.#faults);
  }

  get faults() {
    return inOrder(this.#faults.list);
  }

  get warnings() {
    return inOrder(this.#warnings.list);
  }

  read() {
    this.#tokenizer = new this.#parse5.Tokenizer({ sourceCodeLocationInfo: true }, this);
    this.#expectDoctype();
    try {
      this.#tokenizer.write(this.#source, true);
    } catch (error) {
      if (!(error instanceof TooDeep)) throw error;
    }
    for (const { name, line } of this.#open.leftOpen) {
      if (!['html', 'head', 'body'].includes(name)) this.#warnings.add(line, `</${name}> is left out.`);
    }
    return this;
  }

  #expectDoctype() {
    const before = /^(?:\s|<!--[^]*?-->)*/.exec(this.#source)[0];
    if (!/^<!doctype html/i.test(this.#source.slice(before.length, before.length + 14))) {
      this.#warnings.add(1, 'The page does not begin with <!doctype html>.');
    }
  }

  // --- what the tokenizer tells -------------------------------------------------------------------------------------

  onParseError({ code, startLine, startOffset }) {
    if (HARMLESS.has(code) || this.#isRuined) return;
    const meetsTag = code === 'unexpected-character-in-attribute-name' && this.#source[startOffset] === '<';
    const found = meetsTag ? 'eof-in-tag' : code;
    // Of what has no end, the place to look at is its beginning.
    const line = found in BEGINNINGS ? this.#lineOf(this.#source.indexOf(BEGINNINGS[found], this.#read)) : startLine;
    this.#faults.add(line, sentenceOf(found), causeOf(found));
    this.#ruinedAt = meetsTag ? this.#read : this.#ruinedAt;
  }

  // Whether what is read now is the rest of a tag that has run into the next one.
  get #isRuined() {
    return this.#ruinedAt === this.#read;
  }

  onStartTag({ tagName: name, attrs, selfClosing, location }) {
    const ruined = this.#isRuined;
    this.#read = location.endOffset;
    const foreign = this.#open.inForeign;
    const line = location.startLine;
    if (!foreign) this.#checkName(name, line);
    if (!foreign && !ruined && !this.#holdsRunawayQuote(attrs, location)) this.#checkAttributes(name, attrs, location);
    this.#checkPicture(name, attrs, line);
    this.#checkPart(name, attrs, location);
    if (VOID.has(name) && !foreign) return;
    if (selfClosing && (foreign || name === 'svg' || name === 'math')) return;
    if (selfClosing) {
      const needed = `<${named(name)}></${named(name)}>`;
      this.#faults.add(line, `<${named(name)}/> does not close itself: write ${needed}.`, 'tag-closes-itself', { needed });
      return;
    }
    this.#open.open(name, line);
    const mode = foreign ? undefined : TEXT_MODES[name];
    if (mode) this.#tokenizer.state = this.#parse5.TokenizerMode[mode];
    this.#tokenizer.inForeignNode = this.#open.inForeign;
  }

  onEndTag({ tagName: name, location }) {
    this.#read = location.endOffset;
    this.#text = null;
    const [tag, end] = [`<${name}>`, `</${name}>`];
    if (VOID.has(name)) {
      this.#faults.add(location.startLine, `${tag} has no content, so there is no ${end}.`, 'end-tag-not-needed', { tag, end });
    } else this.#open.close(name, location.startLine);
    this.#tokenizer.inForeignNode = this.#open.inForeign;
  }

  onCharacter({ chars, location }) {
    this.#read = location.endOffset;
    if (this.#text) this.#text.text += chars;
  }

  onWhitespaceCharacter(token) {
    this.onCharacter(token);
  }

  onNullCharacter(token) {
    this.onCharacter(token);
  }

  onComment({ location }) {
    this.#read = location.endOffset;
  }

  onDoctype({ location }) {
    this.#read = location.endOffset;
  }

  onEof() {
    this.#open.closeAll();
  }

  // --- one tag ------------------------------------------------------------------------------------------------------

  #checkName(name, line) {
    if (OBSOLETE.has(name)) this.#warnings.add(line, `<${name}> is obsolete.`);
    else if (!this.#tags.has(name) && !/^[a-z][^\s"'<>/=]*-/.test(name)) {
      const current = [...this.#tags].filter((tag) => !OBSOLETE.has(tag));
      const [tag, near] = [`<${named(name)}>`, guess(name, current, (known) => `<${known}>`)];
      const cause = near === null ? ['element-unknown', { tag }] : ['element-misspelt', { tag, near }];
      this.#faults.add(line, `${tag} is not an HTML element.${asked(near)}`, ...cause);
    }
  }

  // A quote that is not closed takes in all up to the next one; what the rest looks like then is of no use.
  #holdsRunawayQuote(attrs, location) {
    const runaway = attrs.find(({ value }) => /[<>]/.test(value) && value.includes('\n'));
    if (runaway) {
      const line = location.attrs?.[runaway.name]?.startLine ?? location.startLine;
      const facts = { name: named(runaway.name) };
      this.#faults.add(line, `The quote after ${facts.name}= is not closed.`, 'quote-not-closed', facts);
    }
    return runaway !== undefined;
  }

  #checkAttributes(name, attrs, location) {
    if (name.includes('-') || !this.#tags.has(name)) return;
    for (const { name: attribute, value } of attrs) {
      const line = location.attrs?.[attribute]?.startLine ?? location.startLine;
      if (!this.#isKnown(name, attribute)) this.#addUnknown(name, attribute, line);
      if (attribute === 'id') this.#checkId(value, line);
    }
  }

  #isKnown(name, attribute) {
    const own = Object.hasOwn(this.#attributes, name) ? this.#attributes[name] : [];
    return this.#attributes['*'].includes(attribute) || own.includes(attribute) || EVERYWHERE.has(attribute)
      || BY_PATTERN.test(attribute) || name === 'svg' || name === 'math';
  }

  #addUnknown(name, attribute, line) {
    // Of a name with a quote in it the tokenizer has already spoken.
    if (/["'<=]/.test(attribute)) return;
    const known = [...(this.#attributes[name] ?? []), ...this.#attributes['*'], 'role'];
    const [facts, near] = [{ tag: `<${name}>`, name: named(attribute) }, guess(attribute, known)];
    const cause = near === null ? ['attribute-unknown', facts] : ['attribute-misspelt', { ...facts, near }];
    this.#faults.add(line, `${facts.tag} has no attribute ${facts.name}.${asked(near)}`, ...cause);
  }

  #checkId(id, line) {
    const first = this.#ids.get(id);
    const facts = { name: named(id), line: String(first) };
    if (first) this.#faults.add(line, `The id ${facts.name} is already that of the element in line ${first}.`, 'id-twice', facts);
    else this.#ids.set(id, line);
  }

  #checkPicture(name, attrs, line) {
    if (name === 'img' && !attrs.some((attribute) => attribute.name === 'alt')) {
      this.#warnings.add(line, '<img> has no alt text.');
    }
    if (name === 'html' && !attrs.some((attribute) => attribute.name === 'lang')) {
      this.#warnings.add(line, '<html> does not say its lang.');
    }
  }

  #checkPart(name, attrs, { startLine, endLine }) {
    const attributes = Object.fromEntries(attrs.map(({ name: attribute, value }) => [attribute, value]));
    const add = (kind, file) => this.parts.push({ kind, file, text: '', line: file === null ? endLine : startLine, attributes });
    if (name === 'script') add('script', attributes.src ?? null);
    if (name === 'style') add('style', null);
    if (name === 'link' && /\bstylesheet\b/i.test(attributes.rel ?? '')) add('style', attributes.href ?? '');
    this.#text = name === 'script' || name === 'style' ? this.parts.at(-1) : null;
    if ('style' in attributes) this.parts.push({ kind: 'declarations', file: null, text: attributes.style, line: startLine, attributes });
  }

  #lineOf(offset) {
    return this.#source.slice(0, Math.max(offset, 0)).split('\n').length;
  }
}
