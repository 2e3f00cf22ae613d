boxes = 3
print('Boxes: ' + boxes)
