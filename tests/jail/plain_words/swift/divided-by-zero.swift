var people = [Int]()
print(12 / people.count)
