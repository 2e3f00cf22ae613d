def check(age):
    if age < 0:
        raise ValueError('no age is below zero')


check(-1)
