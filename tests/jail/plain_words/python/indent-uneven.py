def total(a, b):
        sum = a + b
    return sum
