func greet(name: String) {
  print(name)
}
greet(nombre: "Ana")
