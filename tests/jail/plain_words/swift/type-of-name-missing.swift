func run() {
  var total
  total = 3
  print(total)
}
run()
