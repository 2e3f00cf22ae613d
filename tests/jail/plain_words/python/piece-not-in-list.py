boxes = [3, 4]
boxes.remove(5)
