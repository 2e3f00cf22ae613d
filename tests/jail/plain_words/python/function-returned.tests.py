import unittest

from program import total


class TotalTest(unittest.TestCase):
    def test_total(self):
        self.assertEqual(total(3, 4), 7)
