// Why a program could not be started, with the place in the learner's own file where there is one.

import vm from 'node:vm';

import { whyNotFound, whyStopped, whyUnread } from './mistakes/causes.mjs';

const MADE_TWICE = /^Identifier '([^']+)' has already been declared/;
const NO_EXPORT = /does not provide an export named '([^']+)'/;

// On an error that came out of a split run's other jail: its place there.
export const ELSEWHERE = Symbol('elsewhere');

export class Breakage {
  // `cause`, where the harness found it by itself: { name, facts }, the id of an entry of plain words and what it names.
  constructor({ stage, message, file = null, line = null, cause = null }) {
    Object.assign(this, { stage, message, file, line, cause });
  }

  place() {
    return this.file === null ? '' : `${this.file}${this.line === null ? '' : `, line ${this.line}`}: `;
  }
}

// Of what waits for something that never comes, to be told from what its cause is told by.
export function neverSettled() {
  return new Breakage({ stage: 'load', message: 'The program waits for something that never comes.', cause: { name: 'never-settled' } });
}

// Of what came when the test was over that it came from.
export function lateBreakage(error, loader) {
  return Object.assign(breakageOf(error, loader), { stage: 'late' });
}

// What a thing that may refuse every question holds by a name.
export function readable(thing, name) {
  try {
    return thing?.[name];
  } catch {
    return undefined;
  }
}

// The first place in one of the program's own files that the stack of an error names.
export function placeOf(error, files) {
  const elsewhere = readable(error, ELSEWHERE);
  if (elsewhere && Object.hasOwn(files, elsewhere.file)) return elsewhere;
  const stack = readable(error, 'stack');
  for (const [, file, line] of String(typeof stack === 'string' ? stack : '').matchAll(/file:\/\/\/([^\s:()]+):(\d+)/g)) {
    if (Object.hasOwn(files, file)) return { file, line: Number(line) };
  }
  return { file: null, line: null };
}

export function describeError(error) {
  try {
    if (error instanceof Error || (typeof error === 'object' && error !== null && 'message' in error)) {
      return `${text(readable(error, 'name') ?? 'Error')}: ${text(readable(error, 'message'))}`;
    }
    const shown = String(error);
    return `Uncaught ${shown === '[object Object]' ? text(error.constructor?.name ?? shown) : shown}`;
  } catch {
    return 'Uncaught value that cannot be shown';
  }
}

// A symbol, too, has a text of its own.
function text(value) {
  try {
    return String(value);
  } catch {
    return '';
  }
}

export function breakageOf(error, loader) {
  const compiling = loader.compiling;
  if (compiling !== null) return notCompiled(error, loader, compiling);
  const missing = NO_EXPORT.exec(text(readable(error, 'message')));
  if (missing) return notExported(error, loader, missing[1]);
  if (readable(error, 'code') === 'OUTSET_NO_FILE') {
    return new Breakage({ stage: 'compile', message: describeError(error), file: error.from, line: error.line });
  }
  const place = placeOf(error, loader.files);
  const message = describeError(error);
  return new Breakage({ stage: 'load', message, ...told(place, whyStopped(loader.files[place.file], message, place.line)) });
}

// The place, or that of the cause, where that is known better.
function told({ file, line }, found) {
  const cause = found?.name === undefined ? null : { name: found.name, facts: found.facts ?? {} };
  return { file, line: found?.line ?? line, cause };
}

function notCompiled(error, loader, file) {
  const { column = null, ...place } = placeOrFile(error, loader, file);
  const found = functionTwice(error, loader.files, place)
    ?? whyUnread(loader.files[place.file], text(readable(error, 'message')), { line: place.line, column });
  return new Breakage({ stage: 'compile', message: describeError(error), ...told(place, found) });
}

function notExported(error, loader, name) {
  // Node names the module asked for; the learner must look at the file that lacks the name.
  const asked = /module '([^']+)'/.exec(error.message)?.[1] ?? '';
  const file = loader.find(asked);
  const place = file === null ? loader.importOf(asked, name) : { file, line: null };
  // What a program asks itself for is its own affair.
  const isOwn = file !== null && loader.importOf(asked, name).file === file;
  const found = file === null ? { name: 'import-lacks-name', facts: { name, from: asked } } : whyNotFound(loader.files[file], name);
  return new Breakage({ stage: 'compile', message: describeError(error), ...told(place, isOwn || name === 'default' ? null : found) });
}

// A function written twice is a copy that was left standing, or the one from before; of other names there is no new copy.
function functionTwice(error, files, { file, line }) {
  const name = MADE_TWICE.exec(text(readable(error, 'message')))?.[1];
  const source = name === undefined || line === null ? '' : files[file].split('\n')[line - 1];
  return /^\s*(?:export\s+)?(?:default\s+)?(?:async\s+)?function\b/.test(source) ? { name: 'function-made-twice', facts: { name } } : null;
}

function placeOrFile(error, loader, file) {
  const place = placeOf(error, loader.files);
  const read = syntaxPlace(error, loader.files[file], file);
  if (place.file === null) return { file, ...read };
  return place.file === file && place.line === read.line ? { ...place, column: read.column } : place;
}

// Node tells the line of a syntax error for scripts alone, so a module is read once more as one, strictly as modules
// are, its imports and exports blanked out. A return outside of a function would be inside the one put around it.
function syntaxPlace(error, source, file) {
  const message = String(error?.message);
  if (/Unexpected token '(?:ex|im)port'/.test(message)) return { line: lineOfInnerExport(source, file) };
  // In a block, as in a module and not in a function, a function's name is made once.
  const script = MADE_TWICE.test(message) ? `{${blanked(source)}\n}` : blanked(source);
  return failingPlace(script, file, { around: !message.includes('return') });
}

// An export inside of braces: what stands before it does not end.
function lineOfInnerExport(source, file) {
  for (const { index } of source.matchAll(/^[ \t]*(?:import|export)\b/gm)) {
    const before = source.slice(0, index);
    if (failingPlace(blanked(before), file, { around: true }).line !== null) return before.split('\n').length;
  }
  return null;
}

function blanked(source) {
  const blank = (text) => text.replaceAll(/[^\n]/g, ' ');
  return source
    .replaceAll(/^[ \t]*(?:import|export)\b[^;'"()=]*?(?:from\s*)?(["'])[^'"\n]*\1;?/gm, blank)
    .replaceAll(/^[ \t]*export\s+default\b/gm, (text) => `${blank(text).slice(4)}void`)
    .replaceAll(/^[ \t]*export\b/gm, blank);
}

// Where V8 stops reading, as { line, column }; both null where it does not.
function failingPlace(script, file, { around }) {
  const before = around ? '"use strict"; async () => {' : '"use strict"; ';
  try {
    new vm.Script(`${before}${script}${around ? '\n}' : ''}`, { filename: `file:///${file}` });
  } catch (error) {
    const [place, , mark = ''] = String(error.stack).split('\n');
    const number = Number(/:(\d+)/.exec(place)?.[1] ?? NaN);
    const line = Number.isNaN(number) ? null : Math.min(number, script.split('\n').length);
    const column = mark.indexOf('^') - (number === 1 ? before.length : 0);
    return { line, column: column < 0 || line !== number ? null : column };
  }
  return { line: null, column: null };
}
