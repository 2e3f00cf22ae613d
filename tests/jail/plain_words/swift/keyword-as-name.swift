let class = 3
print(class)
