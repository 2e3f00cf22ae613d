def total(a, b):
    return total
