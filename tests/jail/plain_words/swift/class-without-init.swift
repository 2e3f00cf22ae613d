class Box {
  var size: Int
}
print(Box())
