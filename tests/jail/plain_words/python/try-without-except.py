try:
    boxes = int('3')
print(boxes)
