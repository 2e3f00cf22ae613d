prices = {['soap', 'tea']: 2}
print(prices)
