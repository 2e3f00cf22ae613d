boxes = 3
if boxes > 2:
    break
