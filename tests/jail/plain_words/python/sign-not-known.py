name = “Ana”
print(name)
