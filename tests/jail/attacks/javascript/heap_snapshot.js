// title: writes all of its memory to the disk
// source: known technique: v8.writeHeapSnapshot, with the nonce in it
// twin: yes
import v8 from 'node:v8';
import { unlinkSync } from 'node:fs';

each(PLACES.slice(0, 4), (folder) => {
  const path = v8.writeHeapSnapshot(`${folder}/${NONCE}`);
  unlinkSync(path);
  return path;
});
