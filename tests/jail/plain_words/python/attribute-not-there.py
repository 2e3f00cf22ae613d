name = 'Ana'
print(name.length)
