// title: opens the debugger's port to whoever connects
// source: CVE-2018-12120, the debugger's port was open to the network
// twin: yes
import inspector from 'node:inspector';

try {
  inspector.open(0, '127.0.0.1', false);
} catch (error) {
  held(error.message);
}
if (inspector.url()) through(inspector.url());
else held('no port');
inspector.close();
