from textwrap import dedent

from kiosk_agent.toolchains.python.test_names import find_tests


def test_names_are_those_of_functions_that_begin_so() -> None:
    text = dedent("""
        import unittest

        class ShopTest(unittest.TestCase):
            def setUp(self): pass

            def test_one(self):
                self.assertEqual(split(1), "def test_no(self):")

            @unittest.skip("extra")
            @slow
            def test_two(self): pass

            async def test_three(self): pass

        @unittest.skip("later")
        class Later:
            def test_four(self): pass

        # def test_five(): pass
        def test_six(): pass
    """)
    found = find_tests(text)
    assert found.names == ("test_one", "test_two", "test_three", "test_four", "test_six")
    assert found.left_out == {"test_two", "test_four"}
    assert found.is_complete


def test_rows_are_made_at_run_time() -> None:
    text = '@pytest.mark.parametrize("n", [1, 2])\ndef test_one(n): pass\n'
    assert find_tests(text).names == ("test_one",)
    assert not find_tests(text).is_complete
