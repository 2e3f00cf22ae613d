const boxes = 3;
for (const box of boxes) {
  console.log(box);
}
