let values: [Any] = [1, "two"]
let text = values[0] as! String
print(text)
