var small: Int8 = 100
for _ in 1...3 {
  small += 10
}
print(small)
