boxes = [3, 4]]
print(boxes)
