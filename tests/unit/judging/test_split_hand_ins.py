"""What each of the two jails of a split run gets."""

from kiosk_agent.runner.jail.hand_in import HandIn, split_hand_ins


def test_the_program_gets_its_own_files_and_those_that_its_learner_sees_and_nothing_of_the_tests() -> None:
    files = {"it.py": "own", "shown.py": "seen", "cases.py": "the tests' table", "it_test.py": "tests"}
    whole = HandIn(files=files, solution=("it.py",), tests=("it_test.py",), shown=("shown.py",))
    for_tests, for_solution = split_hand_ins(whole)
    assert dict(for_solution.files) == {"it.py": "own", "shown.py": "seen"}
    assert dict(for_tests.files) == files | {"it.py": ""}
