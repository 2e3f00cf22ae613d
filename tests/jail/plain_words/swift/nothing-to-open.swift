let count = 3
if let found = count {
  print(found)
}
