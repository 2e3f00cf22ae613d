// What getComputedStyle says.

// What elements inherit, and what they are where no rule says anything; the rest is initial.
const INHERITED = /^(?:--.*|color|cursor|direction|font(?:-.*)?|letter-spacing|line-height|list-style.*|quotes|text-(?:align|indent|transform)|visibility|white-space|word-spacing)$/;
const INITIAL = {
  'background-color': 'rgba(0, 0, 0, 0)', color: 'rgb(0, 0, 0)', cursor: 'auto', display: 'inline', 'font-size': '16px', 'font-style': 'normal',
  'font-weight': '400', opacity: '1', position: 'static', 'text-align': 'start', 'text-decoration': 'none', 'text-transform': 'none', visibility: 'visible',
  'white-space': 'normal', 'z-index': 'auto', float: 'none', 'overflow': 'visible', 'flex-direction': 'row', 'justify-content': 'normal', 'align-items': 'normal',
};
const SIDES = ['top', 'right', 'bottom', 'left'];
for (const side of SIDES) for (const box of ['margin', 'padding']) INITIAL[`${box}-${side}`] = '0px';
const BY_DISPLAY = {
  none: 'head title meta link style script template noscript datalist',
  block: 'html body address article aside blockquote center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend main menu nav ol p pre search section summary ul',
  'list-item': 'li', table: 'table', 'table-row': 'tr', 'table-cell': 'td th', 'table-caption': 'caption', 'table-row-group': 'tbody',
  'table-header-group': 'thead', 'table-footer-group': 'tfoot', 'inline-block': 'button input select textarea meter progress',
};
const DISPLAY = Object.fromEntries(Object.entries(BY_DISPLAY).flatMap(([display, tags]) => tags.split(' ').map((tag) => [tag, display])));
const BOLD = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'b', 'strong', 'th']);
const LARGER = { h1: 2, h2: 1.5, h3: 1.17, h5: 0.83, h6: 0.67, small: 5 / 6 };

let colours = {};

// The names of colours, each with its [red, green, blue].
export function knowColours(named) {
  colours = named;
}

// getComputedStyle, as far as there can be one without a screen: rules, what is inherited, and the units of a browser.
export class ComputedStyle {
  #element;
  #styles;
  #declared = null;

  constructor(element, styles) {
    Object.defineProperty(this, 'cssText', { value: '' });
    this.#element = element;
    this.#styles = styles;
    return new Proxy(this, {
      get: (own, name) => (typeof name === 'symbol' || name in own ? Reflect.get(own, name, own)?.bind?.(own) ?? own[name] : own.getPropertyValue(kebab(name))),
    });
  }

  getPropertyValue(name) {
    const declared = this.#declaredFor(name);
    if (declared !== undefined && !['inherit', 'unset', 'initial'].includes(declared)) return this.#computed(name, declared);
    const inherits = declared === 'inherit' || (declared !== 'initial' && INHERITED.test(name));
    const parent = inherits ? this.#element.parentElement : null;
    return parent ? new ComputedStyle(parent, this.#styles).getPropertyValue(name) : INITIAL[name] ?? '';
  }

  #declaredFor(name) {
    this.#declared ??= this.#styles.of(this.#element);
    if (name in this.#declared) return this.#declared[name];
    const [, box, side] = /^(margin|padding)-(\w+)$/.exec(name) ?? [];
    if (box && this.#declared[box]) return ofSide(this.#declared[box], side);
    if (name === 'background-color' && this.#isColour(this.#declared.background)) return this.#declared.background;
    return this.#ofBrowser(name);
  }

  #ofBrowser(name) {
    const { localName } = this.#element;
    if (name === 'display') return this.#element.hasAttribute('hidden') ? 'none' : DISPLAY[localName] ?? 'inline';
    if (name === 'font-weight' && BOLD.has(localName)) return '700';
    if (name === 'font-style' && ['em', 'i', 'cite', 'dfn', 'var', 'address'].includes(localName)) return 'italic';
    if (name === 'font-size' && localName in LARGER) return `${LARGER[localName]}em`;
    if (name === 'white-space' && ['pre', 'textarea'].includes(localName)) return 'pre';
    if (name === 'text-align' && localName === 'th') return 'center';
    if (/^margin-/.test(name) && localName === 'body') return '8px';
    if (/^margin-(?:top|bottom)$/.test(name) && ['p', 'ul', 'ol', 'dl', 'blockquote', 'figure'].includes(localName)) return '1em';
    return undefined;
  }

  #computed(name, declared) {
    const value = declared.replace(/var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)/g, (_, own, otherwise = '') => this.getPropertyValue(own) || otherwise).trim();
    if (name.startsWith('--')) return value;
    if (name === 'font-weight') return { bold: '700', normal: '400' }[value] ?? value;
    if (name === 'font-size') return this.#inPixels(value, () => this.#fontOfParent());
    if (this.#isColour(value)) return this.#colour(value);
    if (/^-?\.\d/.test(value)) return value.replace('.', '0.');
    return value.split(' ').map((part) => (part === '0' && /margin|padding|width|height|top|left|right|bottom|gap/.test(name) ? '0px' : this.#inPixels(part, () => parseFloat(this.getPropertyValue('font-size'))))).join(' ');
  }

  #fontOfParent() {
    const parent = this.#element.parentElement;
    return parent ? parseFloat(new ComputedStyle(parent, this.#styles).getPropertyValue('font-size')) : 16;
  }

  #inPixels(value, font) {
    const [, number, unit] = /^(-?[\d.]+)(em|rem|pt|px|cm|in)$/.exec(value) ?? [];
    if (unit === undefined) return value;
    const factor = { em: unit === 'em' ? font() : 0, rem: 16, pt: 4 / 3, px: 1, cm: 96 / 2.54, in: 96 }[unit];
    return `${Number((Number(number) * factor).toFixed(4))}px`;
  }

  #isColour(value) {
    return typeof value === 'string' && (/^(?:#[\da-f]{3,8}|(?:rgb|hsl)a?\([^()]*\)|transparent)$/i.test(value) || Object.hasOwn(colours, value.toLowerCase()));
  }

  #colour(value) {
    const text = value.toLowerCase();
    if (text === 'transparent') return INITIAL['background-color'];
    if (Object.hasOwn(colours, text)) return rgb(colours[text]);
    if (text.startsWith('#')) {
      const digits = text.length < 6 ? [...text.slice(1)].map((digit) => digit + digit).join('') : text.slice(1);
      const parts = digits.match(/../g).map((pair) => Number.parseInt(pair, 16));
      return rgb(parts.slice(0, 3), parts.length > 3 ? parts[3] / 255 : 1);
    }
    const [one, two, three, alpha = '1'] = text.match(/-?[\d.]+%?/g) ?? [];
    const part = (of) => (of.endsWith('%') ? parseFloat(of) / 100 : Number(of));
    if (text.startsWith('rgb')) return rgb([one, two, three].map((of) => (of.endsWith('%') ? part(of) * 255 : Number(of))), part(alpha));
    const [hue, strong, light] = [Number(one), parseFloat(two) / 100, parseFloat(three) / 100];
    const at = (n) => { const k = (n + hue / 30) % 12; return (light - strong * Math.min(light, 1 - light) * Math.max(-1, Math.min(k - 3, 9 - k, 1))) * 255; };
    return rgb([at(0), at(8), at(4)], part(alpha));
  }
}

export function kebab(name) {
  return name === 'cssFloat' ? 'float' : name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function rgb(parts, alpha = 1) {
  const whole = parts.map((part) => Math.round(part)).join(', ');
  return alpha < 1 ? `rgba(${whole}, ${Number(alpha.toFixed(3))})` : `rgb(${whole})`;
}

export function ofSide(text, side) {
  const [top, right = top, bottom = top, left = right] = text.split(' ');
  return { top, right, bottom, left }[side];
}
