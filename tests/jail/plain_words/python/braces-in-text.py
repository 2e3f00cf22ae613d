name = 'A'
print(f'Hello {}')
