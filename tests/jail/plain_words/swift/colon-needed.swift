func greet(name String) {
  print(name)
}
greet(name: "Ana")
