import { ComputedStyle, kebab, ofSide } from './computed_style.mjs';

// element.style: what stands in the style attribute, by property. What is no value of a property is let go, as in a browser.
export class InlineStyle {
  #element;
  #tree;

  constructor(element, tree) {
    this.#element = element;
    this.#tree = tree;
    return new Proxy(this, {
      get: (own, name) => {
        if (typeof name === 'symbol') return own[name];
        if (/^\d+$/.test(name)) return [...own.#declared().keys()][name];
        return name in own ? (typeof own[name] === 'function' ? own[name].bind(own) : Reflect.get(own, name, own)) : own.getPropertyValue(kebab(name));
      },
      set: (own, name, value) => {
        if (name === 'cssText') own.cssText = value;
        else own.setProperty(kebab(name), value);
        return true;
      },
      has: (own, name) => name in own || typeof name === 'string',
    });
  }

  #declared() {
    const text = this.#element.getAttribute('style') ?? '';
    const list = this.#tree.parse(text, { context: 'declarationList', parseValue: false }).children.toArray();
    return new Map(list.filter(({ type }) => type === 'Declaration').map(({ property, value, important }) => [property, `${value.value.trim()}${important ? ' !important' : ''}`]));
  }

  #write(declared) {
    const text = [...declared].map(([name, value]) => `${name}: ${value};`).join(' ');
    if (text === '' && !this.#element.hasAttribute('style')) return;
    this.#element.setAttribute('style', text);
  }

  get cssText() { return [...this.#declared()].map(([name, value]) => `${name}: ${value};`).join(' '); }
  set cssText(value) { this.#element.setAttribute('style', value); }
  get length() { return this.#declared().size; }
  item(index) { return [...this.#declared().keys()][index] ?? ''; }

  getPropertyValue(name) {
    const declared = this.#declared();
    const [, box, side] = /^(margin|padding)-(\w+)$/.exec(name) ?? [];
    const value = declared.get(name) ?? (box && declared.has(box) ? ofSide(declared.get(box), side) : '');
    return value.replace(/ !important$/, '');
  }

  getPropertyPriority(name) { return this.#declared().get(name)?.endsWith('!important') ? 'important' : ''; }

  setProperty(name, value, priority = '') {
    const text = value === null ? '' : String(value).trim();
    if (text === '') return this.removeProperty(name);
    const { error } = name.startsWith('--') ? { error: null } : this.#tree.lexer.matchProperty(name, text);
    if (error && error.name !== 'SyntaxError') return undefined;
    if (error || (/^-?[\d.]+$/.test(text) && Number(text) !== 0 && this.#tree.lexer.matchProperty(name, '1px').error === null && this.#tree.lexer.matchProperty(name, '1').error !== null)) return undefined;
    const declared = this.#declared();
    const digits = /^#(?:[\da-f]{3}|[\da-f]{6})$/i.test(text) ? new ComputedStyle(this.#element, { of: () => ({ color: text }) }).getPropertyValue('color') : text;
    declared.set(name, `${digits}${priority ? ' !important' : ''}`);
    return this.#write(declared);
  }

  removeProperty(name) {
    const declared = this.#declared();
    const was = declared.get(name) ?? '';
    if (declared.delete(name)) this.#write(declared);
    return was;
  }
}
