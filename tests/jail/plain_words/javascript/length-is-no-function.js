const boxes = [3, 4];
boxes.length();
