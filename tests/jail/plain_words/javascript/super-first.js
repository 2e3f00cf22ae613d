class Box {}
class BigBox extends Box {
  constructor() {
    this.size = 3;
  }
}
new BigBox();
