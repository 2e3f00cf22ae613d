protocol Named {
  var name: String { get }
}
struct Box: Named {
  var size = 3
}
print(Box())
