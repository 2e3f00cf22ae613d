let word = "house"
print(word[0])
