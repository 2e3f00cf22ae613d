def price(name):
    return 2


print(price['soap'])
