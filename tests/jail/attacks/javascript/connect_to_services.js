// title: connects to the sockets of services, by path and abstract
// source: CVE-2020-15257 (abstract) and known technique: docker.sock
// twin: yes
import net from 'node:net';

const paths = ['/run/kiosk-runner/tutor.sock', '/run/dbus/system_bus_socket', SOCKET, `\0${ABSTRACT}`];
const results = await Promise.allSettled(paths.map((path) => new Promise((resolve, reject) => {
  net.connect({ path }).on('connect', () => resolve(path)).on('error', reject);
})));
const made = results.find((result) => result.status === 'fulfilled');
if (made) through(made.value.replace('\0', '@'));
else held(results.map((result) => result.reason.code).join(' '));
process.exit(0);
