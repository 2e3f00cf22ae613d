boxes = 3
if boxes = 3:
    print('three')
