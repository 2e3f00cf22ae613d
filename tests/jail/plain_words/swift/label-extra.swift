func greet(_ name: String) {
  print(name)
}
greet(name: "Ana")
