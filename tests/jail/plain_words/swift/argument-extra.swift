func greet(name: String) {
  print(name)
}
greet(name: "Ana", 3)
