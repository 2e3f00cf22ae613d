// Where something was thrown that carries no stack: a text, a class of one's own, an error whose stack was turned off.
// It is let happen once more, while V8's debugger looks on; so it costs nothing but a program that broke.

import { Session } from 'node:inspector';

const MODULE = /^file:\/\/\/(.+)$/;

// `again` does it once more. Returns { file, line } of the innermost of `files` that was run then, or null.
export async function placeOfThrown(again, files) {
  const session = new Session();
  const names = new Map();
  let place = null;
  session.connect();
  session.on('Debugger.scriptParsed', ({ params }) => names.set(params.scriptId, params.url));
  session.on('Debugger.paused', ({ params }) => {
    for (const { location } of params.callFrames) {
      const file = MODULE.exec(names.get(location.scriptId) ?? '')?.[1];
      if (file === undefined || !files.includes(file)) continue;
      place = { file, line: location.lineNumber + 1 };
      return;
    }
  });
  session.post('Debugger.enable');
  session.post('Debugger.setPauseOnExceptions', { state: 'all' });
  try {
    await again();
  } catch {
    // As it did before.
  } finally {
    session.disconnect();
  }
  return place;
}
