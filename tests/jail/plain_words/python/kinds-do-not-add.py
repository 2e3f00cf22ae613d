total = None
total += 3
print(total)
