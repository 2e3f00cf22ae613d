boxes = []
print(boxes.pop())
