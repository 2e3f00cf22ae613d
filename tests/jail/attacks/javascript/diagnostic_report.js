// title: writes a diagnostic report, with the environment and every library in it, to the disk
// source: known technique: process.report writes wherever it is told to
// twin: yes
import { existsSync, unlinkSync } from 'node:fs';

each(PLACES, (folder) => {
  const path = `${folder}/${NONCE}.json`;
  process.report.compact = true;
  // Node says on stderr what it could not write.
  process.report.writeReport(path);
  if (!existsSync(path)) throw new Error('not written');
  unlinkSync(path);
  return 'written';
});
