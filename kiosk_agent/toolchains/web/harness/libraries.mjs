// The libraries that read pages, loaded ahead. Each by the file that is one whole or loads fastest: the others of the same
// package start four times as slowly.

import { pathToFileURL } from 'node:url';

const FILES = {
  parse5: 'parse5/dist/index.js',
  cssTree: 'css-tree/dist/csstree.esm.js',
  linkedom: 'linkedom/worker.js',
  attributes: 'html-element-attributes/index.js',
  tags: 'html-tag-names/index.js',
};

export async function loadLibraries(nodeModules) {
  const loaded = Object.entries(FILES).map(async ([name, file]) => [name, await import(pathToFileURL(`${nodeModules}/${file}`))]);
  return Object.fromEntries(await Promise.all(loaded));
}
