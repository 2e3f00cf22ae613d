let names = ["Ana", "Leo"]
let place = names.count
print(names[place])
