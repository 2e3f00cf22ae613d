name = 'Ana
print(name)
