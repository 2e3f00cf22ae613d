const boxes = 3;
if (boxes > 2):
  console.log('many');
