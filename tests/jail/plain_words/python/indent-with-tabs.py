def total(a, b):
	if a:
        return b
	return a
