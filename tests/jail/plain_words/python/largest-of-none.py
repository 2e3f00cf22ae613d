boxes = []
print(max(boxes))
