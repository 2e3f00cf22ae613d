fun hello() = println("hello")
