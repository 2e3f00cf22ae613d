// title: loads machine code as an addon
// source: known technique: process.dlopen takes any library that can be read
// twin: yes
import { constants } from 'node:os';
import { symlinkSync, unlinkSync } from 'node:fs';

each(PLACES, (folder) => {
  const path = `${folder}/${NONCE}.node`;
  symlinkSync('/lib/x86_64-linux-gnu/libc.so.6', path);
  try {
    process.dlopen({ exports: {} }, path, constants.dlopen.RTLD_NOW);
  } catch (error) {
    // It was loaded, and found to register nothing.
    if (error.message.includes('did not self-register')) return 'loaded';
    throw error;
  } finally {
    unlinkSync(path);
  }
  return 'loaded';
});
