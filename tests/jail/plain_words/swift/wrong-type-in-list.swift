let numbers: [Int] = [1, 2, "three"]
print(numbers)
