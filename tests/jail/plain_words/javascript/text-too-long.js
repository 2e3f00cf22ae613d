let line = 'box';
while (true) {
  line += line;
}
