// Reads a style sheet by CSS's own grammar, and says what is wrong in it and where.

import { asked, Faults, guess, inOrder, named } from './fault.mjs';
import { withNestingSigns } from './nesting.mjs';
import { isNewerValue } from './new_values.mjs';

// No style sheet needs more, and the grammar is read by recursion.
const MOST_DEEP = 40;
const VENDORS = /^-(?:webkit|moz|ms|o)-/;
// A property and its colon at the start of a line of a value: the line before has lost its semicolon.
const NEXT_DECLARATION = /\n\s*(-?[a-z][a-z-]*)\s*:/;
const OPENING = { LeftCurlyBracket: '{', LeftParenthesis: '(', Function: '(', Url: '(', LeftSquareBracket: '[' };
const CLOSING = { RightCurlyBracket: '{', RightParenthesis: '(', RightSquareBracket: '[' };
// The boxes in the margin of a printed page, which the library does not know.
const MARGIN_BOX = /^(?:top|bottom)-(?:left|center|right)(?:-corner)?$|^(?:left|right)-(?:top|middle|bottom)$/;
const PAIRS = { '{': '}', '(': ')', '[': ']' };

export class CssReader {
  #tree;
  #lexer;
  #source;
  #faults;
  #properties;
  #lost = [];
  // Of each @supports, what it asks: the library cannot read a selector there.
  #selectors = [];

  constructor({ cssTree }, source, file, firstLine = 1) {
    this.#tree = cssTree;
    this.#lexer = cssTree.lexer;
    this.#source = source;
    this.#faults = new Faults(file, firstLine);
  }

  get faults() {
    return inOrder(this.#faults.list);
  }

  // Returns the style sheet as a tree, or null when it is not worth one.
  read() {
    if (!this.#bracketsMatch()) return null;
    return this.#checked('stylesheet');
  }

  // The same for what stands in a style attribute.
  readDeclarations() {
    return this.#bracketsMatch() ? this.#checked('declarationList') : null;
  }

  #checked(context) {
    const unread = [];
    if (context === 'stylesheet') this.#source = withNestingSigns(this.#tree, this.#source);
    const tree = this.#tree.parse(this.#source, { context, positions: true, onParseError: (error) => unread.push(error) });
    const check = (node) => this.#checkDeclaration(node, null);
    this.#tree.walk(tree, {
      enter: (node) => { if (node.type === 'Atrule') this.#checkAtrule(node); },
    });
    this.#tree.walk(tree, { visit: 'Declaration', enter: this.#inAtrule(check) });
    // Where a semicolon is lost, the value that goes on into the next line cannot be read either.
    const isOwn = ({ offset }) => ![...this.#lost, ...this.#selectors].some(({ start, end }) => start.offset <= offset && offset <= end.offset);
    for (const error of unread.filter(isOwn)) this.#faults.add(error.line, ...this.#saidOf(error));
    return tree;
  }

  // In @font-face and the like stand descriptors, which only look like declarations.
  #inAtrule(check) {
    const reader = this;
    return function enter(node) {
      const known = this.atrule && this.rule === null ? reader.#lexer.getAtrule(this.atrule.name)?.descriptors : null;
      // A page has properties besides, such as margin.
      if (known && (this.atrule.name !== 'page' || Object.hasOwn(known, node.property))) reader.#checkDeclaration(node, this.atrule.name);
      else check(node);
    };
  }

  #checkAtrule({ name, prelude, loc }) {
    if (name === 'supports' && prelude) this.#selectors.push(prelude.loc);
    if (VENDORS.test(name) || MARGIN_BOX.test(name) || this.#lexer.getAtrule(name)) return;
    const known = Object.keys(this.#lexer.atrules).filter((rule) => !VENDORS.test(rule));
    const [facts, near] = [{ name: named(name) }, guess(name, known, (rule) => `@${rule}`)];
    this.#faults.add(loc.start.line, `@${facts.name} is not a rule of CSS.${asked(near)}`, 'at-rule-unknown', facts);
  }

  #checkDeclaration({ property, value, loc }, atrule) {
    if (property.startsWith('--') || VENDORS.test(property)) return;
    const line = loc.start.line;
    const lost = NEXT_DECLARATION.exec(this.#source.slice(value.loc?.start.offset, value.loc?.end.offset));
    // No value holds a brace, but for what a rule in a rule brings.
    if (lost || this.#textOf(value).includes('{')) {
      this.#lost.push(loc);
      const facts = { name: named(property) };
      this.#faults.add(line, `A ; is missing after the value of ${facts.name}.`, 'semicolon-missing', facts);
      return;
    }
    const { error } = atrule
      ? this.#lexer.matchAtruleDescriptor(atrule, property, value) : this.#lexer.matchProperty(property, value);
    // What depends on a variable can only be known when it is drawn; what is no syntax error is no fault of the page.
    if (!error || !['SyntaxReferenceError', 'SyntaxMatchError'].includes(error.name)) return;
    if (error.name === 'SyntaxMatchError' && isNewerValue(this.#lexer, property, this.#textOf(value))) return;
    if (error.name === 'SyntaxReferenceError') this.#addUnknown(property, line);
    else this.#addValue(named(property), named(this.#textOf(value)), line);
  }

  #addUnknown(property, line) {
    this.#properties ??= Object.keys(this.#lexer.properties).filter((known) => !known.startsWith('-'));
    const [facts, near] = [{ name: named(property) }, guess(property, this.#properties)];
    const cause = near === null ? ['property-unknown', facts] : ['property-misspelt', { ...facts, near }];
    this.#faults.add(line, `${facts.name} is not a property of CSS.${asked(near)}`, ...cause);
  }

  // What is wrong with a value, by the slips that beginners make most.
  #addValue(name, value, line) {
    const number = /^-?[\d.]*\d$/.exec(value)?.[0];
    const apart = /(?<number>\d+) (?<unit>px|em|rem|vh|vw|pt|%)/.exec(value)?.groups;
    const quoted = /^["']([^"']{1,30})["']$/.exec(value)?.[1];
    let cause = ['value-unknown', { name, value }];
    if (quoted !== undefined) cause = ['value-in-quotes', { name, value: quoted }];
    if (apart !== undefined) cause = ['unit-apart', { name, ...apart }];
    if (number !== undefined) cause = ['unit-missing', { name, number }];
    this.#faults.add(line, `${name} cannot be ${value}.`, ...cause);
  }

  #textOf(value) {
    return this.#source.slice(value.loc?.start.offset, value.loc?.end.offset).trim() || 'empty';
  }

  // The sentence and the cause of what the library could not read.
  #saidOf({ message }) {
    if (message === 'Colon is expected') return ['A : is missing between a property and its value.', 'colon-missing'];
    if (message === '"{" is expected') return ['After a selector a { is missing.', 'selector-unreadable'];
    if (!/^(?:Selector|Identifier) is expected/.test(message)) return [`This is not CSS (${named(message)}).`];
    return ['This is neither a selector nor a property.', 'selector-unreadable'];
  }

  // CSS itself closes at the end whatever is open; a beginner has then lost half of the style sheet without a word.
  #bracketsMatch() {
    const open = [];
    const { tokenNames, tokenTypes } = this.#tree;
    let fault = null;
    this.#tree.tokenize(this.#source, (type, start, end) => {
      if (fault) return;
      const name = nameOf(type, tokenNames, tokenTypes);
      const text = this.#source.slice(start, Math.min(end, start + 2));
      if (name === 'Comment' && !this.#source.slice(start + 2, end).endsWith('*/')) fault = [start, 'A comment is not closed: */ is missing.', 'css-comment-not-closed'];
      if (name === 'BadString') fault = [start, `The quote ${text[0]} is not closed in its line.`, 'css-quote-not-closed', { quote: text[0] }];
      if (name === 'BadUrl') fault = [start, 'What stands in url( ) needs quotes.'];
      if (OPENING[name] && name !== 'Url') open.push({ sign: OPENING[name], start });
      if (open.length > MOST_DEEP) fault = [start, `Over ${MOST_DEEP} brackets are open here, one in the other.`];
      if (CLOSING[name] && open.pop()?.sign !== CLOSING[name]) {
        fault = [start, `${text[0]} closes nothing that is open.`, 'bracket-closes-nothing', { close: text[0] }];
      }
    });
    if (!fault && open.length > 0) {
      const { sign, start } = open.at(-1);
      fault = [start, `${sign} is not closed: ${PAIRS[sign]} is missing.`, 'bracket-not-closed', { open: sign, close: PAIRS[sign] }];
    }
    if (fault) {
      const [start, ...said] = fault;
      this.#faults.add(this.#source.slice(0, start).split('\n').length, ...said);
    }
    return fault === null;
  }
}

function nameOf(type, names, types) {
  if (type === types.Function) return 'Function';
  return NAME_OF_TOKEN[names[type]] ?? names[type];
}

const NAME_OF_TOKEN = {
  '{-token': 'LeftCurlyBracket', '}-token': 'RightCurlyBracket', '(-token': 'LeftParenthesis',
  ')-token': 'RightParenthesis', '[-token': 'LeftSquareBracket', ']-token': 'RightSquareBracket',
  'comment-token': 'Comment', 'bad-string-token': 'BadString', 'bad-url-token': 'BadUrl',
};
