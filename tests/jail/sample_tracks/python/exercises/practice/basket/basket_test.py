import unittest

from basket import total


class BasketTest(unittest.TestCase):
    def test_one_price(self):
        self.assertEqual(total([2]), 2)

    def test_three_prices(self):
        self.assertEqual(total([1, 2, 3]), 6)

    def test_no_price(self):
        self.assertEqual(total([]), 0)
