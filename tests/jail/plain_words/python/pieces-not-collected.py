def total(a, b):
    return map(str, [1])
