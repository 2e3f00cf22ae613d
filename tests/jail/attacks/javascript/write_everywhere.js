// title: writes, links and makes folders wherever it can
// source: judge test: leave a file, and see it in the next run
// twin: yes
import fs from 'node:fs';

each(PLACES, (folder) => {
  const path = `${folder}/${NONCE}`;
  const ways = [
    () => { fs.writeFileSync(path, 'x'); fs.unlinkSync(path); }, () => { fs.mkdirSync(path); fs.rmdirSync(path); },
    () => { fs.symlinkSync('/etc/shadow', path); fs.unlinkSync(path); },
    () => { fs.linkSync('/etc/passwd', path); fs.unlinkSync(path); },
    () => { fs.cpSync('/etc/passwd', path); fs.unlinkSync(path); }, () => fs.mkdtempSync(path),
  ];
  for (const way of ways) {
    try {
      way();
      return 'written';
    } catch { /* the next way */ }
  }
  throw new Error('refused');
});
