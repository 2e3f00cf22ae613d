prices = {'soap': 2}
for name in prices:
    prices[name + '!'] = 3
