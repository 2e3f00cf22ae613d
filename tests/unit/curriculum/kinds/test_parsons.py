"""Order the lines: what is a right order, which line is named, and which lines cannot be put in order."""

import pytest

from kiosk_agent.curriculum.kinds.parsons import Parsons
from kiosk_agent.curriculum.kinds.shuffling import seed_of, shuffled
from tests.unit.curriculum.kinds.kinds_track import facts, faults_of, task_of

TASK = """
solution = '''
if (a) {
  go();
}
if (b) {
  stay();
}
'''
also = ['''
if (b) {
  stay();
}
if (a) {
  go();
}
''']
[distractors.semicolon]
line = "if (a); {"
why = "The ; ends the if."
[distractors.twice]
line = "go(2);"
why = "Once."
"""
SOLUTION = "if (a) {\n  go();\n}\nif (b) {\n  stay();\n}\n"
RIGHT: list[tuple[str, str, int | None]] = [("order", "pass", None), ("indentation", "pass", None)]

ANSWERS: dict[str, tuple[str, str, list[tuple[str, str, int | None]]]] = {
    "the solution": (SOLUTION, "right", RIGHT),
    "another way": ("if (b) {\n  stay();\n}\nif (a) {\n  go();\n}\n", "right", RIGHT),
    "empty lines and blanks at ends": (SOLUTION.replace("\n", " \r\n\r\n"), "right", RIGHT),
    "another order": ("if (a) {\n  stay();\n}\nif (b) {\n  go();\n}", "wrong", [("order", "fail", 2)]),
    "the indentation": (
        "if (a) {\n  go();\n}\nif (b) {\nstay();\n}",
        "wrong",
        [("order", "pass", None), ("indentation", "fail", 5)],
    ),
    "between two depths": (
        "if (a) {\n   go();\n}\nif (b) {\n  stay();\n}",
        "wrong",
        [("order", "pass", None), ("indentation", "fail", 2)],
    ),
    "a tab": (
        "if (a) {\n\tgo();\n}\nif (b) {\n  stay();\n}",
        "wrong",
        [("order", "pass", None), ("indentation", "fail", 2)],
    ),
    "a distractor": (SOLUTION.replace("if (a) {", "if (a); {"), "wrong", [("semicolon", "fail", 1)]),
    "two distractors, as they stand": (
        "go(2);\nif (a); {\n",
        "wrong",
        [("twice", "fail", 1), ("semicolon", "fail", 2)],
    ),
    "lines are left": ("if (a) {\n", "incomplete", [("lines-missing", "fail", None)]),
    "nothing": ("\n", "incomplete", []),
    "a line of one's own": (SOLUTION + "stop();\n", "unreadable", []),
    "a line more often than it is there": (SOLUTION + "go();\n", "unreadable", []),
}


@pytest.mark.parametrize("what", ANSWERS)
def test_lines_come_to_what_is_first_wrong_with_them(what: str) -> None:
    answer, reason, checks = ANSWERS[what]
    assert facts(task_of(Parsons, TASK).judge(answer, "")) == (reason, checks)


def test_without_indentation_the_order_alone_counts() -> None:
    answer = SOLUTION.replace("  ", "")
    assert facts(task_of(Parsons, "indentation = false\n" + TASK).judge(answer, "")) == ("right", RIGHT[:1])


def test_a_huge_answer_is_no_answer() -> None:
    assert facts(task_of(Parsons, TASK).judge("}\n" * 30_000, "")) == ("unreadable", [])


def test_lines_are_offered_in_an_order_that_is_not_the_solution_and_stays() -> None:
    task = task_of(Parsons, TASK)
    orders = {task.offered(seed_of(learner, "javascript", "it")) for learner in map(str, range(200))}
    own = [line.strip() for line in SOLUTION.splitlines()]
    assert len(orders) > 100
    for order in orders:
        assert sorted(order) == sorted([*own, "if (a); {", "go(2);"])
        assert [line for line in order if line in own] != own
    assert task.offered("learner/javascript/it") == (task.offered(seed_of("learner", "javascript", "it")))


def test_of_two_lines_the_wrong_order_is_offered() -> None:
    task = task_of(Parsons, "solution = '''\na();\nb();\n'''\n")
    assert {task.offered(str(seed)) for seed in range(50)} == {("b();", "a();")}


def test_an_order_hangs_on_the_learner_and_on_nothing_else() -> None:
    assert shuffled("abcdef", "ana/javascript/it") == list("aebdcf")
    assert shuffled("fedcba", "ana/javascript/it") == shuffled("abcdef", "ana/javascript/it")
    places = [shuffled("abcd", f"{learner}").index("a") for learner in range(400)]
    assert all(60 < places.count(place) < 140 for place in range(4))


FAULTS = {
    "a distractor that is a line": (
        TASK.replace('"go(2);"', '"go() ;"'),
        "distractors.twice.line: it is the same as a line of the solution",
    ),
    "two distractors alike": (
        TASK.replace('"go(2);"', '"if (a) ;{"'),
        "distractors.twice.line: it is the same as the distractor semicolon",
    ),
    "another way with other lines": (
        TASK.replace("also = ['''\nif (b)", "also = ['''\nif (c)"),
        "also: another way that has other lines than the solution",
    ),
    "the solution again": (
        "solution = '''\na\nb\n'''\nalso = ['''\na\nb\n''']\n",
        "also: another way that is there already",
    ),
    "one line": ("solution = 'a'\n", "solution: no two lines that differ"),
    "an empty line": ("solution = '''\na\n\nb\n'''\n", "solution: its line 2 is empty"),
    "steps of three": (
        "solution = '''\na\n   b\n'''\n",
        "solution: its line 2 is not indented by steps of 2 blanks, 6 at most",
    ),
    "a long line": (f"solution = '''\na\n{'b' * 61}\n'''\n", "solution: its line 2 is over 60 characters"),
    "many lines": (
        "solution = '''\n" + "".join(f"a{number}\n" for number in range(21)) + "'''\n",
        "solution: 21 lines, more than 20",
    ),
}


@pytest.mark.parametrize("what", FAULTS)
def test_what_cannot_be_put_in_order_is_refused(what: str) -> None:
    task, said = FAULTS[what]
    assert said in faults_of(task_of(Parsons, task))


def test_good_lines_have_no_fault() -> None:
    assert faults_of(task_of(Parsons, TASK)) == []
