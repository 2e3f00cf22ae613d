boxes = []
print(sum(boxes) / len(boxes))
