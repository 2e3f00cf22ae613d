let boxes: Int = "three"
print(boxes)
