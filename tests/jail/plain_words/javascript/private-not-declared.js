export class Box {
  count() {
    return this.#boxes;
  }
}
