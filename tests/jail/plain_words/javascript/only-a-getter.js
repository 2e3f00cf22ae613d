class Box {
  get size() { return 3; }
}
const box = new Box();
box.size = 4;
export { box };
