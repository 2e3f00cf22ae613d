def total(a, a):
    return a
