let count = 3
let text = "boxes: "
print(text + count)
