name, age = ['Ana']
print(name, age)
