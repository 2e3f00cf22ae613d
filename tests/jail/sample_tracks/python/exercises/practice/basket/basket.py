def total(prices):
    return prices[0]
