var total = 1
total = total + ;
print(total)
