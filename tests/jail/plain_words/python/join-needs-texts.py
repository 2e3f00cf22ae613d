boxes = [3, 4]
print(', '.join(boxes))
