func isLeap(_ year: Int) -> Bool {
  year % 4 == 0
}
