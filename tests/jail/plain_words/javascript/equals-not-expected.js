const boxes = 3;
if (boxes == = 3) {
  console.log('three');
}
