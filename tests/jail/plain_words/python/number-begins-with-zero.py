age = 010
