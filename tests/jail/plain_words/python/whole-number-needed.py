boxes = 5
for box in range(boxes / 2):
    print(box)
