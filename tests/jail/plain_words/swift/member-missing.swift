let names = ["Ana", "Leo"]
print(names.length)
