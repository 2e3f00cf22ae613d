boxes = 3
print(len(boxes))
