// title: sends a datagram, and asks a name server
// source: judge test: data carried out by DNS questions
// twin: yes
import dgram from 'node:dgram';

const socket = dgram.createSocket('udp4');
socket.on('error', (error) => { held(error.message); process.exit(0); });
socket.send('x', PORT, '127.0.0.1', (error) => {
  if (error) held(error.message);
  else through('sent');
  process.exit(0);
});
