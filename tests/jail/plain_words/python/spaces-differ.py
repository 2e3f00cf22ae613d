def total(a, b):
    return 'Hello Ana '
