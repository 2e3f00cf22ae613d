2boxes = 3
