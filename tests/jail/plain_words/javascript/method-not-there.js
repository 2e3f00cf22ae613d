const boxes = [3, 4];
boxes.add(5);
