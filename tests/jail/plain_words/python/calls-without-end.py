def count(n):
    return count(n - 1) + 1


print(count(3))
