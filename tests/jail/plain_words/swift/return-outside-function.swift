let total = 3
return total
