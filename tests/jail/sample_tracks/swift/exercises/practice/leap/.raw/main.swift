import Foundation

func check(_ isRight: Bool) {
  if !isRight { exit(1) }
}

check(isLeap(2024))
check(!isLeap(1900))
check(isLeap(2000))
