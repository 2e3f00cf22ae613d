prices = {'soap': 2}
print(prices['tea'])
