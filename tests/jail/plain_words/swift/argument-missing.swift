func greet(name: String, times: Int) {
  print(name, times)
}
greet(name: "Ana")
