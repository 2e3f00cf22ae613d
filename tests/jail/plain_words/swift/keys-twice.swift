let ages = ["Ana": 30, "Leo": 41, "Ana": 31]
print(ages)
