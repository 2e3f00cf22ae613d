func greet(name: String) {
  print(name)
}
greet("Ana")
