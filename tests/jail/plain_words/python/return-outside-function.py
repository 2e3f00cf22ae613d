boxes = 3
return boxes
