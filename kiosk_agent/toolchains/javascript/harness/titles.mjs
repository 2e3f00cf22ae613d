// The name of a row's test, put together as Jest does: %-marks and $fields stand for the row's values.

import { format } from 'node:util';

const MARK = /%[sdifjoOpc#$%]/g;
const SHORT = { maxDepth: 1, min: true };

// `pretty` is pretty-format. A value that refuses to be shown must not cost the test.
export function titleMaker(pretty) {
  const shown = (value) => attempted(() => pretty(value, SHORT), 'value');
  const marked = (mark, value) => (mark === '%p' ? shown(value) : attempted(() => format(mark, value), shown(value)));

  return function titled(name, row, index) {
    const values = [...row];
    const title = nameOf(name).replaceAll(MARK, (mark) => {
      if (mark === '%%') return '%';
      if (mark === '%#') return String(index);
      if (mark === '%$') return String(index + 1);
      return values.length > 0 ? marked(mark, values.shift()) : mark;
    });
    const fields = row.length === 1 && typeof row[0] === 'object' && row[0] !== null ? row[0] : {};
    return title.replaceAll('$#', String(index)).replaceAll(/\$([\w.]+)/g, (mark, path) => {
      const value = attempted(() => path.split('.').reduce((held, key) => held?.[key], fields), undefined);
      if (value === undefined) return mark;
      return typeof value === 'object' || typeof value === 'function' ? shown(value) : String(value);
    });
  };
}

// A test may be named for a class or a function.
export function nameOf(name) {
  return typeof name === 'function' ? attempted(() => String(name.name || 'anonymous'), 'function') : attempted(() => String(name), 'test');
}

function attempted(make, otherwise) {
  try {
    return make();
  } catch {
    return otherwise;
  }
}

// The table of test.each: an array of rows, or a template literal whose first line names the columns.
export function rows(table) {
  const [first, ...values] = table;
  if (!Array.isArray(first) || !first.raw) return Array.from(first, (row) => (Array.isArray(row) ? row : [row]));
  const names = first[0].split('|').map((name) => name.trim());
  return Array.from({ length: values.length / names.length }, (_, row) => [
    Object.fromEntries(names.map((name, column) => [name, values[row * names.length + column]])),
  ]);
}
