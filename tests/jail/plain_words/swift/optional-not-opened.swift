let typed: Int? = Int("4")
let next: Int = typed + 1
print(next)
