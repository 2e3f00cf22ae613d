fun pay(cents: Int) = cents
