// A program's text in pieces, whether it can be read or not: what a beginner's mistake is found in.

// What begins a longer sign stands behind it.
const SIGNS = ['>>>=', '...', '===', '!==', '**=', '>>>', '>>=', '<<=', '??=', '&&=', '||=', '=>', '==',
  '!=', '<=', '>=', '&&', '||', '??', '?.', '++', '--', '+=', '-=', '*=', '/=', '%=', '**', '<<', '>>',
  ...'()[]{};,.:?=<>+-*/%!&|^~'];
// A class's own field begins with #.
const WORD = /#?[\p{ID_Start}$_][\p{ID_Continue}$]*/uy;
// With what may follow the digits; else the digits alone.
const NUMBER = /0[xX][\da-fA-F]+n?|0[bBoO][0-7]+n?|\d[\d_]*(?:\.\d+)?(?:(?:[eE][+-]?\d+)?n?(?!\p{ID_Continue}))?/uy;
const PATTERN = /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y;
const BLANK = /\s/;
const KEYWORDS = new Set(['const', 'let', 'var', 'function', 'return', 'export', 'import', 'default', 'if', 'else', 'for', 'while', 'do',
  'of', 'in', 'new', 'class', 'true', 'false', 'null', 'undefined', 'break', 'continue', 'switch', 'case', 'throw', 'try', 'catch', 'typeof',
  'async', 'await', 'from', 'this', 'void', 'delete', 'instanceof', 'yield', 'extends', 'static', 'super', 'finally', 'debugger', 'with',
  'as']);
// That stand for a value, or may be a name.
const VALUES = new Set(['true', 'false', 'null', 'undefined', 'this', 'of', 'from', 'async', 'default']);

// Pieces are { kind, text, line, column, start, end, index }. Kinds: word, number, text, pattern, template (a piece of one), sign,
// strange (what JavaScript knows no sign for) and open (a text that is not closed). Comments are none.
export function tokensOf(source) {
  return new Tokens(source).all();
}

export function isKeyword(token) {
  return token?.kind === 'word' && KEYWORDS.has(token.text);
}

export function isName(token) {
  return token?.kind === 'word' && !KEYWORDS.has(token.text);
}

// Whether it is a whole value, such as a name, a number or a text.
export function isValue(token) {
  return ['number', 'text'].includes(token?.kind) || isName(token) || (token?.kind === 'word' && VALUES.has(token.text));
}

export function isSign(token, ...texts) {
  return token?.kind === 'sign' && texts.includes(token.text);
}

export function isWord(token, ...texts) {
  return token?.kind === 'word' && texts.includes(token.text);
}

class Tokens {
  #source;
  #at = 0;
  #line = 1;
  #lineBegins = 0;
  #tokens = [];
  // Of each template that is open: how many braces are open in its `${`.
  #templates = [];

  constructor(source) {
    this.#source = source;
  }

  all() {
    while (this.#at < this.#source.length) this.#next();
    return this.#tokens;
  }

  #next() {
    const sign = this.#source[this.#at];
    if (sign === '\n') {
      this.#line += 1;
      this.#at += 1;
      this.#lineBegins = this.#at;
      return undefined;
    }
    if (BLANK.test(sign) || sign === '\ufeff') return (this.#at += 1);
    if (this.#source.startsWith('//', this.#at)) return (this.#at = this.#endOf('\n', this.#at));
    if (this.#source.startsWith('/*', this.#at)) return this.#skipTo(Math.min(this.#endOf('*/', this.#at) + 2, this.#source.length));
    if (sign === '"' || sign === "'") return this.#text(sign);
    if (sign === '`') return this.#template(this.#at, 1);
    if (sign === '/' && this.#mayBePattern() && this.#matched(PATTERN, 'pattern')) return undefined;
    return this.#matched(WORD, 'word') ?? this.#matched(NUMBER, 'number') ?? this.#sign();
  }

  // Where a value may begin, a slash does not divide.
  #mayBePattern() {
    const last = this.#tokens.at(-1);
    if (last === undefined) return true;
    if (last.kind === 'sign') return !isSign(last, ')', ']', '}');
    return isWord(last, 'return', 'typeof', 'case');
  }

  #endOf(mark, from) {
    const found = this.#source.indexOf(mark, from);
    return found < 0 ? this.#source.length : found;
  }

  // Past what may go over several lines.
  #skipTo(end) {
    for (; this.#at < end; this.#at += 1) {
      if (this.#source[this.#at] !== '\n') continue;
      this.#line += 1;
      this.#lineBegins = this.#at + 1;
    }
  }

  #add(kind, start, end) {
    const { length } = this.#tokens;
    this.#tokens.push({
      kind, start, end, text: this.#source.slice(start, end), line: this.#line, column: start - this.#lineBegins, index: length,
    });
  }

  #matched(pattern, kind) {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source);
    if (found === null) return undefined;
    this.#add(kind, this.#at, this.#at + found[0].length);
    this.#at += found[0].length;
    return true;
  }

  #text(quote) {
    let end = this.#at + 1;
    while (end < this.#source.length && this.#source[end] !== quote && this.#source[end] !== '\n') {
      end += this.#source[end] === '\\' ? 2 : 1;
    }
    const isClosed = this.#source[end] === quote;
    this.#add(isClosed ? 'text' : 'open', this.#at, isClosed ? end + 1 : end);
    this.#at = isClosed ? end + 1 : end;
  }

  // A piece of a template, from `start` up to the next `${` or the end.
  #template(start, opened) {
    let end = start + opened;
    while (end < this.#source.length && this.#source[end] !== '`' && !this.#source.startsWith('${', end)) {
      end += this.#source[end] === '\\' ? 2 : 1;
    }
    const isValueNext = this.#source.startsWith('${', end);
    const isClosed = this.#source[end] === '`';
    this.#add(isClosed || isValueNext ? 'template' : 'open', start, isClosed ? end + 1 : end);
    this.#skipTo(Math.min(isClosed ? end + 1 : end, this.#source.length));
    if (!isValueNext) return;
    this.#add('sign', end, end + 2);
    this.#at = end + 2;
    this.#templates.push(0);
  }

  #sign() {
    const text = SIGNS.find((each) => this.#source.startsWith(each, this.#at));
    if (text === undefined) {
      const [whole] = this.#source.slice(this.#at, this.#at + 2);
      this.#add('strange', this.#at, this.#at + whole.length);
      this.#at += whole.length;
      return;
    }
    this.#add('sign', this.#at, this.#at + text.length);
    this.#at += text.length;
    this.#countBrace(text);
  }

  #countBrace(text) {
    const last = this.#templates.length - 1;
    if (last < 0) return;
    if (text === '{') this.#templates[last] += 1;
    if (text !== '}') return;
    if (this.#templates[last] > 0) {
      this.#templates[last] -= 1;
      return;
    }
    this.#templates.pop();
    this.#template(this.#at, 0);
  }
}
