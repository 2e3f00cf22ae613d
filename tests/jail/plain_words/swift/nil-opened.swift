let typed = "four"
let number = Int(typed)!
print(number)
