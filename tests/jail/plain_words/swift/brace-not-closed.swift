func run() {
  print("one")
run()
