boxes = 3
    print(boxes)
