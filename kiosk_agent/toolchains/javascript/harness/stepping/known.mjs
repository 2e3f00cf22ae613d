// What was said already: the calls that go on and the names of each, so that a step says what differs.

import { heldAt, quoted, shown } from './shown.mjs';

const NAMES = 60;
const NAME_CHARACTERS = 60;
// What a file that is no module is given by its loader.
const GIVEN = { __proto__: null, exports: 1, require: 1, module: 1, __filename: 1, __dirname: 1, arguments: 1 };

const { ownKeys } = Reflect;

export class Known {
  #calls = { __proto__: null, length: 0 };
  #files = { __proto__: null };

  // Takes the calls of now; returns how many of those before go on, and what to say of those that came on top.
  follow(calls) {
    const before = this.#calls;
    let kept = 0;
    while (kept < calls.length && kept < before.length && before[kept].mark === calls[kept].mark) kept += 1;
    let entered = '';
    for (let index = kept; index < calls.length; index += 1) {
      entered += `${index === kept ? '' : ','}${quoted(calls[index].name, NAME_CHARACTERS)}`;
      const names = { call: { __proto__: null }, around: { __proto__: null } };
      before[index] = { __proto__: null, mark: calls[index].mark, line: -1, column: -1, ...names };
    }
    before.length = calls.length;
    return { kept, entered: entered === '' ? '' : `,"entered":[${entered}]`, innermost: before[before.length - 1] };
  }

  forget() {
    this.#calls.length = 0;
  }

  // The innermost call is over.
  leave() {
    this.#calls.length -= 1;
  }

  // What to say of the names that are seen now: `held` has { holder, names }, the innermost first.
  differences(file, held, mayBeUnmade) {
    this.#files[file] ??= { __proto__: null };
    const innermost = this.#calls[this.#calls.length - 1];
    const seen = { __proto__: null, call: { __proto__: null }, around: { __proto__: null }, file: { __proto__: null } };
    const look = { count: 0, changed: '' };
    for (let index = 0; index < held.length; index += 1) {
      const { holder, names, isBlock = false } = held[index];
      if (names === undefined) continue;
      const old = holder === 'file' ? this.#files[file] : innermost[holder];
      this.#compare(holder, { names, old, seen: seen[holder], isBlock }, look, mayBeUnmade);
    }
    const gone = joined(goneFrom('call', innermost.call, seen.call), goneFrom('around', innermost.around, seen.around));
    return `${look.changed === '' ? '' : `,"changed":[${look.changed}]`}${gone === '' ? '' : `,"gone":[${gone}]`}`;
  }

  #compare(holder, { names, old, seen, isBlock }, look, mayBeUnmade) {
    const keys = ownKeys(names);
    for (let index = 0; index < keys.length; index += 1) {
      const name = keys[index];
      if (typeof name !== 'string' || name.length > NAME_CHARACTERS || seen[name] || (holder !== 'call' && GIVEN[name])) continue;
      const value = heldAt(names, name);
      // V8 does not tell a name that is not made yet, or not in this round of a loop, from one that is undefined.
      if (value === undefined && (isBlock || old[name] === undefined) && mayBeUnmade(name)) continue;
      seen[name] = true;
      const now = shown(value);
      if (now === old[name] || look.count >= NAMES) continue;
      look.count += 1;
      old[name] = now;
      look.changed = joined(look.changed, `{"holder":"${holder}","name":${quoted(name, NAME_CHARACTERS)},"value":${now}}`);
    }
  }
}

function joined(said, more) {
  if (said === '' || more === '') return said + more;
  return `${said},${more}`;
}

function goneFrom(holder, old, seen) {
  let gone = '';
  const names = ownKeys(old);
  for (let index = 0; index < names.length && index < NAMES / 2; index += 1) {
    if (seen[names[index]]) continue;
    delete old[names[index]];
    gone = joined(gone, `{"holder":"${holder}","name":${quoted(names[index], NAME_CHARACTERS)}}`);
  }
  return gone;
}
