func run() {
  break
}
run()
