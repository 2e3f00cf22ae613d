// innerText: what of an element can be read on a screen, without a screen.

import { ComputedStyle } from './computed_style.mjs';
import { hosts } from './events.mjs';

// Stands for a space that counts, as those of <pre> do, until all others are done away with: no letter of any text.
const COUNTS = '\u{fdd0}';

export function lines(document, text) {
  return text.split(/\r\n|\r|\n/).flatMap((line, index) => [...(index > 0 ? [document.createElement('br')] : []), ...(line ? [line] : [])]);
}

// https://html.spec.whatwg.org/multipage/dom.html#rendered-text-collection-steps, without a layout: by what display says.
export function shown(element) {
  const styleOf = (each) => new ComputedStyle(each, hosts.get(each.ownerDocument)?.styles ?? { of: () => ({}) });
  if (styleOf(element).getPropertyValue('display') === 'none') return element.textContent;
  let text = '';
  let breaks = 0;
  for (const part of collected(element, /^pre/.test(styleOf(element).whiteSpace), styleOf)) {
    if (typeof part === 'number') { breaks = Math.max(breaks, part); continue; }
    const next = text === '' || text.endsWith('\n') || breaks > 0 ? part.replace(/^ +/, '') : part;
    if (next === '') continue;
    if (breaks > 0 && text !== '') text = `${text.replace(/ +$/, '')}${'\n'.repeat(breaks)}`;
    breaks = 0;
    text += text.endsWith(' ') ? next.replace(/^ /, '') : next;
  }
  return text.replace(/ +$/, '').replaceAll(COUNTS, ' ');
}

function collected(element, isPre, styleOf) {
  return [...element.childNodes].flatMap((node) => {
    if (node.nodeType === 3) return [isPre ? node.data.replaceAll(' ', COUNTS) : node.data.replace(/[ \t\n\r]+/g, ' ')];
    return node.nodeType === 1 ? ofChild(node, isPre, styleOf) : [];
  });
}

function ofChild(node, isPre, styleOf) {
  if (node.localName === 'br') return ['\n'];
  const { display, visibility, whiteSpace, textTransform } = styleOf(node);
  if (display === 'none' || visibility === 'hidden' || /^(?:select|textarea)$/.test(node.localName)) return [];
  const cased = (part) => (textTransform === 'uppercase' && typeof part === 'string' ? part.toUpperCase() : part);
  const inner = collected(node, isPre || /^pre/.test(whiteSpace), styleOf).map(cased);
  if (/^t[dh]$/.test(node.localName)) return node.nextElementSibling ? [...inner, '\t'] : inner;
  const breaks = node.localName === 'p' ? 2 : 1;
  return /^(?:block|flex|grid|list-item|table$|table-row$|table-caption)/.test(display) ? [breaks, ...inner, breaks] : inner;
}
