boxes = [3]
boxes = boxes.append(4)
boxes.append(5)
