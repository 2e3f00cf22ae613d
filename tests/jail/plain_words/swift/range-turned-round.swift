let names = [String]()
for place in 1...names.count {
  print(place)
}
