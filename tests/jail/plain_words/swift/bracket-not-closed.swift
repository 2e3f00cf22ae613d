func show(_ text: String) {
  print(text
}
show("one")
