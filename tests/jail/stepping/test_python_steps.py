"""Python, line by line: what is about to run, who called whom, and what the names hold by then."""

from kiosk_agent.protocol.results import BreakStage
from kiosk_agent.protocol.stepping.trace import Ending, Holder, StepMoment
from tests.jail.stepping.conftest import Record

PROGRAM = {
    "main.py": """\
from prices import price, table
total = 0
for number in [1, 2, 3]:
    total += number
    print(total)

def factorial(n):
    if n == 0:
        return 1
    return n * factorial(n - 1)

result = factorial(3)

def counter():
    count = 0
    def more(by=1):
        nonlocal count
        count += by
        return count
    return more

more = counter()
more()
more(by=5)
first, *rest = (10, 20, 30)
squares = [n * n for n in rest]
cost = price("tea")

def risky(text):
    try:
        return int(text)
    finally:
        done = True

try:
    risky("x")
except KeyError:
    pass
except ValueError as error:
    cost = -1

class Dog:
    def __init__(self, name):
        self.name = name

rex = Dog("Rex")
pets = {"dog": rex, "none": None}
pets["self"] = pets
long = "a" * 100
end = True
""",
    "prices.py": """\
table = {"tea": 2}

def price(what):
    found = table[what]
    return found
""",
}


def test_a_program_is_seen_line_by_line(record: Record) -> None:
    seen = record("python", PROGRAM)
    assert seen.trace.ending is Ending.ENDED
    # A loop: its line comes before each round and once more at its end.
    assert [seen.names(3, round_)["total"] for round_ in range(4)] == ["0", "1", "3", "6"]
    assert [seen.names(4, round_)["number"] for round_ in range(3)] == ["1", "2", "3"]
    assert seen.at(4, 1).changed == {(Holder.FILE, "number")}
    assert [seen.at(5, round_).printed for round_ in range(3)] == ["", "1\n", "1\n3\n"]
    # Calls within calls.
    assert [seen.names(8, call)["n"] for call in range(4)] == ["3", "2", "1", "0"]
    assert seen.calls(9) == ["", *["factorial"] * 4]
    assert [each for each in seen.moments(StepMoment.RETURNED) if each[0] in {9, 10}] == [
        (9, "1"),
        (10, "1"),
        (10, "2"),
        (10, "6"),
    ]
    # The name of a function around is seen as one.
    assert [seen.names(18, call)["count"] for call in range(2)] == ["0", "1"]
    assert set(seen.at(18).calls[-1].around) == {"count"}
    assert seen.names(18, 1) | {"by": "5"} == seen.names(18, 1)
    # What is taken apart, and made in one line.
    assert (seen.names(26)["first"], seen.names(26)["rest"]) == ("10", "[20, 30]")
    assert seen.names(27)["squares"] == "[400, 900]"
    # Another file has names of its own.
    inside = seen.at(5, 0, "prices.py")
    assert [call.function for call in inside.calls] == ["", "price"]
    assert sorted(inside.names) == ["price", "table"]
    assert sorted(seen.at(27).names.keys() & {"table", "price"}) == ["table"]
    # What is thrown, what it passes and what catches it.
    assert seen.moments(StepMoment.THROWN) == [(31, "ValueError: invalid literal for int() with base 10: 'x'")]
    assert [line for line, _ in seen.moments(StepMoment.CAUGHT)] == [40]
    assert seen.names(33)["text"] == '"x"'
    # Values within values.
    assert seen.names(47)["rex"] == 'Dog{name: "Rex"}'
    assert seen.names(49)["pets"] == '{dog: Dog{name: "Rex"}, none: None, self: <again dict>}'
    # The whole at its end.
    assert seen.moments(StepMoment.RETURNED)[-1] == (50, "")
    long = seen.at(50).names["long"]
    assert (long.text, long.more) == ("a" * 80, 20)


def test_what_is_caught_nowhere_ends_the_recording(record: Record) -> None:
    seen = record("python", "def half(x):\n    return 1 / x\n\n\nhalf(0)\n")
    assert seen.trace.ending is Ending.THROWN
    assert seen.moments(StepMoment.THROWN) == [(2, "ZeroDivisionError: division by zero")]
    assert (seen.moments(StepMoment.CAUGHT), seen.moments(StepMoment.RETURNED)) == ([], [])
    assert seen.calls(2) == ["", "half"]
    assert seen.trace.breakage is not None
    assert (seen.trace.breakage.line, seen.trace.breakage.stage) == (2, BreakStage.LOAD)


def test_a_loop_without_end_and_calls_without_end_are_cut(record: Record) -> None:
    seen = record("python", "x = 0\nwhile True:\n    x += 1\n", 200)
    assert (seen.trace.ending, len(seen.trace.steps)) == (Ending.STEPS, 200)
    assert seen.trace.steps[-1].line in {2, 3}
    assert int(seen.names(3, -1)["x"]) > 90
    calls = record("python", "def again(n):\n    again(n + 1)\n\n\nagain(0)\n")
    assert calls.trace.ending is Ending.CALLS
    assert len(calls.at(2, -1).calls) == 100


HOSTILE = """\
import sys

class Meta(type):
    def __eq__(cls, other): print("ACTED"); return True
    __hash__ = None
    @property
    def __name__(cls): print("ACTED"); return "x"
    def __instancecheck__(cls, other): print("ACTED"); return True

class Bad(metaclass=Meta):
    secret = property(lambda self: print("ACTED"))
    __dict__ = property(lambda self: print("ACTED"))
    def __init__(self): object.__setattr__(self, "kept", 1)
    def __repr__(self): print("ACTED"); return "x"
    __str__ = __len__ = __iter__ = __hash__ = __bool__ = __repr__
    def __eq__(self, other): print("ACTED"); return True
    def __getattribute__(self, name): print("ACTED", name); return self

class BadList(list):
    def __len__(self): print("ACTED"); return 10 ** 9
    def __iter__(self): print("ACTED"); return iter(())
    def __getitem__(self, at): print("ACTED"); return 0
    __class__ = property(lambda self: print("ACTED"))

class BadInt(int):
    def __repr__(self): print("ACTED"); return "x"
    __str__ = __format__ = __index__ = __repr__

class BadText(str):
    def __getitem__(self, at): print("ACTED"); return self
    __len__ = __str__ = __repr__ = encode = __getitem__

class BadError(Exception):
    def __str__(self): print("ACTED"); return "x"
    args = property(lambda self: print("ACTED"))

class Slotted:
    __slots__ = ("here", "missing")
    def __getattr__(self, name): print("ACTED"); return 1

bad = Bad()
numbers = BadList([1, 2])
five = BadInt(5)
word = BadText("word")
held = {"bad": bad, five: numbers}
slotted = Slotted()
slotted.here = 1
huge = 10 ** 5000
try:
    raise BadError("no")
except BadError as error:
    caught = True
end = True
"""


def test_nothing_of_a_program_is_run_to_show_it(record: Record) -> None:
    seen = record("python", HOSTILE)
    assert seen.trace.ending is Ending.ENDED
    assert list(filter(None, (step.printed for step in seen.trace.steps))) == []
    names = seen.names(53)
    assert names["bad"] == "Bad{}"
    assert names["numbers"] == "[1, 2]"
    assert (names["five"], names["word"]) == ("5", '"word"')
    assert names["held"] == "{bad: Bad{}, 5: [1, 2]}"
    assert names["slotted"] == "Slotted{here: 1}"
    assert names["huge"] == "<other int>"
    assert seen.moments(StepMoment.THROWN) == [(50, "BadError: no")]
    seen = record("python", 'escape = "\\x1b[2J\\u202eb\\ud800"\nend = True\n')
    assert seen.names(2)["escape"] == '"b?"'


def test_a_program_that_ends_itself_or_cannot_be_read_says_so(record: Record) -> None:
    left = record("python", "import sys\nx = 1\nsys.exit(3)\n")
    assert (left.trace.ending, left.trace.exit_code, len(left.lines())) == (Ending.LEFT, 3, 3)
    unread = record("python", "x = 1\nif x\n    y = 2\n")
    assert (unread.trace.ending, unread.trace.steps) == (Ending.UNREADABLE, ())
    assert unread.trace.breakage is not None
    assert unread.trace.breakage.line == 2
