"""What this does.


def total(a, b):
    return a + b
