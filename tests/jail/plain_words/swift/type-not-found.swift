func greet(name: Sring) -> String {
  return "Hello"
}
print(greet(name: "Ana"))
