let word = "sun"
print(word[word.endIndex])
