boxes = 3
for box in boxes:
    print(box)
