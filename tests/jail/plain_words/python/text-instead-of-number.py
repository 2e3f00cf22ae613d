def total(a, b):
    return str(a + b)
