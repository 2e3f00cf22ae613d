age = int('seventeen')
print(age)
