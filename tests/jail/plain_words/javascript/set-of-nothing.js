const shelf = {};
shelf.top.boxes = 3;
