word = 'box'
word[0] = 'f'
print(word)
