export function total(name) {
  return `hello ${name}`;
}
