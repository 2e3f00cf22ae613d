// Which elements behave in which way, by the HTML standard: https://html.spec.whatwg.org/multipage/syntax.html

const words = (text) => new Set(text.trim().split(/\s+/));

// No content and no end tag.
export const VOID = words('area base br col embed hr img input link meta param source track wbr');

// The end tag may be left out.
export const END_OPTIONAL = words(
  'html head body p li dt dd rt rp option optgroup colgroup caption thead tbody tfoot tr td th',
);

// Begins after a paragraph, never in one: its start tag ends the paragraph.
export const ENDS_PARAGRAPH = words(`
  address article aside blockquote details dialog div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header
  hgroup hr main menu nav ol p pre search section table ul`);

// A paragraph outside of these is not ended by what stands in them.
export const WALLS = words('button td th caption table template object svg math');

// Must not stand directly in another of its kind: the second is mostly an end tag without its stroke.
export const NEVER_IN_ITSELF = words('h1 h2 h3 h4 h5 h6 a button form label');

export const HEADINGS = words('h1 h2 h3 h4 h5 h6');

// Their content follows the rules of XML.
export const FOREIGN = words('svg math');

// How the reader must take what is in them.
export const TEXT_MODES = {
  title: 'RCDATA', textarea: 'RCDATA', script: 'SCRIPT_DATA', plaintext: 'PLAINTEXT',
  style: 'RAWTEXT', xmp: 'RAWTEXT', iframe: 'RAWTEXT', noembed: 'RAWTEXT', noframes: 'RAWTEXT',
};

// Browsers still know them; nobody should write them.
export const OBSOLETE = words(`
  acronym applet basefont bgsound big blink center command content dir element font frame frameset image isindex keygen
  listing marquee menuitem multicol nextid nobr noembed noframes param plaintext rb rbc rtc shadow spacer strike tt xmp`);

// Known everywhere, and not in the table of attributes.
export const EVERYWHERE = words('role slot xmlns');
export const BY_PATTERN = /^(?:aria-[a-z]+|data-[^\s"'<>/=]+|on[a-z]+|xml:\w+)$/;

// What the reader of single characters says, in words.
const SENTENCES = {
  'eof-in-tag': 'This tag is not finished: its > or a closing quote is missing.',
  'eof-before-tag-name': 'The page ends with a < that begins no tag.',
  'eof-in-comment': 'A comment is not closed: --> is missing.',
  'eof-in-doctype': 'The doctype is not finished: its > is missing.',
  'duplicate-attribute': 'An attribute stands twice in one tag.',
  'missing-attribute-value': 'After the = of an attribute its value is missing.',
  'missing-whitespace-between-attributes': 'A space is missing between two attributes.',
  'unexpected-character-in-attribute-name': 'The name of an attribute holds a quote or a <: is a quote missing before it?',
  'unexpected-character-in-unquoted-attribute-value': 'A value without quotes holds a sign that needs them.',
  'unexpected-equals-sign-before-attribute-name': 'An = stands where the name of an attribute is needed.',
  'unexpected-solidus-in-tag': 'A / stands in the middle of a tag.',
  'invalid-first-character-of-tag-name': 'This < begins no tag. To show the sign itself, write &lt;.',
  'missing-end-tag-name': '</> names no element.',
  'unknown-named-character-reference': 'The name between & and ; is not the name of a character.',
  'missing-semicolon-after-character-reference': 'The name of a character ends with a ; that is missing.',
  'end-tag-with-attributes': 'An end tag has no attributes.',
  'end-tag-with-trailing-solidus': 'An end tag has its / before the name only.',
  'incorrectly-opened-comment': 'This begins with <! and is neither <!-- nor <!doctype html>.',
  'incorrectly-closed-comment': 'A comment is closed by -->.',
  'abrupt-closing-of-empty-comment': 'A comment is closed by -->.',
  'nested-comment': 'A comment begins inside of a comment.',
  'unexpected-question-mark-instead-of-tag-name': '<? is not HTML.',
};

// The entry of plain words, for what beginners do most.
const CAUSES = {
  'eof-in-tag': 'tag-not-finished',
  'eof-in-comment': 'comment-not-closed',
  'duplicate-attribute': 'attribute-twice',
  'missing-attribute-value': 'value-missing',
  'missing-whitespace-between-attributes': 'space-missing',
  'unexpected-character-in-attribute-name': 'quote-not-opened',
  'unexpected-character-in-unquoted-attribute-value': 'quote-not-opened',
  'invalid-first-character-of-tag-name': 'no-tag-begins',
  'unknown-named-character-reference': 'character-name-unknown',
};

export function causeOf(code) {
  return CAUSES[code] ?? null;
}

export function sentenceOf(code) {
  return SENTENCES[code] ?? `This is not HTML (${code.replaceAll('-', ' ')}).`;
}
