const boxes = [3, 4]
(function show() { console.log(boxes); })();
