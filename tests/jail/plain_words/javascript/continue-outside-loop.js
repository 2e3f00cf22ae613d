const boxes = [1, 2];
boxes.forEach((box) => {
  if (box > 1) continue;
  console.log(box);
});
