import unittest

from program import total


class TotalTest(unittest.TestCase):
    def test_total(self):
        with self.assertRaises(ValueError):
            total(3, 4)
