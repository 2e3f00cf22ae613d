var queue = [Int]()
queue.removeLast()
print(queue)
