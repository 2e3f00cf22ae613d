struct Safe {
  private var code = 7
  init() {}
}
let safe = Safe()
print(safe.code)
