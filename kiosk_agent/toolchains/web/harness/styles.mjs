// Which style rules a page has, and what they give an element. For tests to ask.

const IMPORTANT = 1_000_000_000;
const INLINE = 100_000_000;

export class Styles {
  #tree;
  // { selector, properties, media, file } in the order of the page.
  rules = [];
  #weighed = [];
  // A rule's block -> its selectors, as they are with no other around them.
  #selectors = new WeakMap();

  constructor({ cssTree }) {
    this.#tree = cssTree;
  }

  // Takes the rules of one style sheet, as CssReader read it.
  add(sheet, file) {
    const styles = this;
    const around = [];
    this.#tree.walk(sheet, {
      visit: 'Rule',
      enter(rule) {
        // The steps of @keyframes are no rules of the page.
        if (rule.prelude.type === 'SelectorList' && !/keyframes$/.test(this.atrule?.name ?? '')) styles.#addRule(rule, around.at(-1), this.atrule, file);
        around.push(styles.#selectors.get(rule) ?? null);
      },
      leave() { around.pop(); },
    });
  }

  #addRule(rule, outer, atrule, file) {
    const { generate } = this.#tree;
    const selectors = rule.prelude.children.toArray().map((selector) => this.#alone(selector, outer));
    this.#selectors.set(rule, selectors);
    const properties = {};
    const declared = rule.block.children.toArray().filter((node) => node.type === 'Declaration');
    for (const { property, value } of declared) properties[property] = generate(value);
    const media = atrule?.prelude ? generate(atrule.prelude) : null;
    this.rules.push({ selector: selectors.map((selector) => generate(selector)).join(','), properties, media, file });
    for (const selector of selectors) this.#weighed.push({ selector: generate(selector), weight: weightOf(selector), declared, media });
  }

  // What a selector in a rule is when the rule around it is written out: `& b` in `.card` is `.card b`.
  #alone(selector, outer) {
    if (!outer) return selector;
    const { generate, parse } = this.#tree;
    const text = generate(selector);
    // The first & may be that of withNestingSigns, which stands before a selector with one of its own, too.
    const meant = text.replace(/^& ?(?=.*&)/, '');
    const asked = meant.includes('&') ? meant : `& ${meant}`;
    const whole = outer.map((each) => generate(each)).join(',');
    const isPlain = outer.length === 1 && asked.lastIndexOf('&') === 0;
    return parse(asked.replaceAll('&', isPlain ? whole : `:is(${whole})`), { context: 'selector' });
  }

  // What the rules that hold everywhere (no @media) give `element` itself: property -> value as it was written, without what
  // it inherits. The heavier selector wins, then the later rule.
  of(element) {
    const won = new Map();
    const take = ({ property, value, important }, weight) => {
      const whole = weight + (important ? IMPORTANT : 0);
      if (whole >= (won.get(property)?.weight ?? 0)) won.set(property, { weight: whole, text: this.#tree.generate(value) });
    };
    for (const { selector, weight, declared, media } of this.#weighed) {
      if (media === null && matches(element, selector)) for (const declaration of declared) take(declaration, weight);
    }
    const own = this.#tree.parse(element.getAttribute('style') ?? '', { context: 'declarationList' });
    for (const node of own.children.toArray()) if (node.type === 'Declaration') take(node, INLINE);
    return Object.fromEntries([...won].map(([property, { text }]) => [property, text]));
  }
}

function matches(element, selector) {
  // What is drawn before, after or in an element is not the element.
  if (selector.includes('::')) return false;
  try {
    return element.matches(selector);
  } catch {
    return false; // a state that only a screen has
  }
}

// https://www.w3.org/TR/selectors-4/#specificity-rules, with room for a thousand of each kind.
function weightOf(selector) {
  let weight = 0;
  for (const node of selector.children?.toArray() ?? []) {
    if (node.type === 'IdSelector') weight += 1_000_000;
    else if (node.type === 'PseudoClassSelector') weight += weightOfState(node);
    else if (['ClassSelector', 'AttributeSelector'].includes(node.type)) weight += 1000;
    else if (node.type === 'TypeSelector' && node.name !== '*') weight += 1;
  }
  return weight;
}

function weightOfState({ name, children }) {
  if (name === 'where') return 0;
  const lists = children?.toArray().filter((node) => node.type === 'SelectorList') ?? [];
  if (!['is', 'not', 'has'].includes(name)) return 1000;
  return Math.max(0, ...lists.flatMap((list) => list.children.toArray().map(weightOf)));
}
