let total: Int
print(total)
total = 3
