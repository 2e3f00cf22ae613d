boxes = 3
if boxes > 2 && boxes < 5:
    print('some')
