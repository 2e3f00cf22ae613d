folder = 'C:\Users'
print(folder)
