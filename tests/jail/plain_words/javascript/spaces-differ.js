export function total(name) {
  return `Hello ${name} `;
}
