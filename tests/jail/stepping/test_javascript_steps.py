"""JavaScript, line by line: what is about to run, who called whom, and what the names hold by then."""

from kiosk_agent.protocol.results import BreakStage
from kiosk_agent.protocol.stepping.trace import Ending, Holder, StepMoment
from tests.jail.stepping.conftest import Record

PROGRAM = {
    "main.js": """\
import { price } from './prices.js';
let total = 0;
for (let i = 1; i <= 3; i += 1) {
  total += i;
  console.log(total);
}
function factorial(n) {
  if (n === 0) return 1;
  return n * factorial(n - 1);
}
const result = factorial(3);
function counter() {
  let count = 0;
  return (by = 1) => {
    count += by;
    return count;
  };
}
const more = counter();
more();
more(5);
const [first, ...rest] = [10, 20, 30];
const { a, b: { c } } = { a: 1, b: { c: 2 } };
const squares = rest.map((n) => n * n);
const cost = price('tea');
function risky(text) {
  try {
    return JSON.parse(text);
  } finally {
    total = -1;
  }
}
let caught;
try {
  risky('x');
} catch (error) {
  caught = error.name;
}
class Dog {
  constructor(name) {
    this.name = name;
  }
}
const pets = { dog: new Dog('Rex'), none: null };
pets.self = pets;
const map = new Map([['k', [1, , 3]]]);
const long = 'a'.repeat(100);
const end = true;
""",
    "prices.js": """\
const table = { tea: 2 };
export function price(what) {
  const found = table[what];
  return found;
}
""",
}


def test_a_program_is_seen_line_by_line(record: Record) -> None:
    seen = record("javascript", PROGRAM)
    assert seen.trace.ending is Ending.ENDED
    # A loop: its line comes before each round and once more at its end.
    assert [seen.names(3, round_)["total"] for round_ in range(4)] == ["0", "1", "3", "6"]
    assert [seen.names(4, round_)["i"] for round_ in range(3)] == ["1", "2", "3"]
    assert (Holder.CALL, "i") in seen.at(4, 1).changed
    assert [seen.at(5, round_).printed for round_ in range(3)] == ["", "1\n", "1\n3\n"]
    # Calls within calls.
    assert [seen.names(8, call)["n"] for call in range(4)] == ["3", "2", "1", "0"]
    assert seen.calls(8, 3) == ["", *["factorial"] * 4]
    assert [each for each in seen.moments(StepMoment.RETURNED) if each[0] in {8, 9}] == [
        (8, "1"),
        (9, "1"),
        (9, "2"),
        (9, "6"),
    ]
    # The name of a function around is seen as one.
    assert [seen.names(15, call)["count"] for call in range(2)] == ["0", "1"]
    assert set(seen.at(15).calls[-1].around) == {"count"}
    assert seen.names(15, 1)["by"] == "5"
    # What is taken apart, and made by a function of its own.
    assert (seen.names(23)["first"], seen.names(23)["rest"]) == ("10", "[20, 30]")
    assert (seen.names(24)["a"], seen.names(24)["c"]) == ("1", "2")
    assert seen.names(25)["squares"] == "[400, 900]"
    # Another file has names of its own.
    inside = seen.at(3, 0, "prices.js")
    assert [call.function for call in inside.calls] == ["", "price"]
    assert "table" in inside.names
    assert "table" not in seen.at(26 + 7, 0, "main.js").names
    # What is thrown, what it passes and what catches it.
    assert [line for line, _ in seen.moments(StepMoment.THROWN)] == [28]
    assert seen.moments(StepMoment.THROWN)[0][1].startswith("SyntaxError: ")
    assert [line for line, _ in seen.moments(StepMoment.CAUGHT)] == [37]
    assert seen.names(30)["text"] == '"x"'
    assert seen.names(37)["error"].startswith("SyntaxError: ")
    # Values within values.
    assert seen.names(45)["pets"] == 'Object{dog: Dog{name: "Rex"}, none: null}'
    assert seen.names(46)["pets"] == 'Object{dog: Dog{name: "Rex"}, none: null, self: <again Object>}'
    assert seen.names(47)["map"] == "{k: [1, undefined, 3]}"
    # The whole at its end.
    assert seen.moments(StepMoment.RETURNED)[-1] == (48, "")
    long = seen.at(48).names["long"]
    assert (long.text, long.more) == ("a" * 80, 20)
    # What has no value yet is no name yet.
    assert "cost" not in seen.names(24)


SIGNS = """\
const signs = {
  '<': (a, b) => {
    const less = a < b;
    return less;
  },
};
class Box {
  #size = 3;
  static made = 0;
  size() {
    return this.#size;
  }
}
const isLess = signs['<'](1, 2);
const size = new Box().size();
"""


def test_a_function_is_seen_whatever_its_name(record: Record) -> None:
    seen = record("javascript", SIGNS)
    assert seen.calls(4) == ["", "<"]
    assert seen.names(4)["less"] == "true"
    assert seen.calls(11) == ["", "size"]
    # What V8 calls to give an object its fields is no call of the program's.
    assert {call.function for state in seen.lines() for call in state.calls} == {"", "<", "Box", "size"}


THROWS = """\
for (let i = 0; i < 2; i += 1) {
  try {
    throw 'x';
  } catch {}
}
try {
  try {
    throw 'x';
  } finally {
    globalThis.passed = true;
  }
} catch {}
const end = true;
"""


def test_what_is_thrown_again_is_told_again_and_what_passes_once(record: Record) -> None:
    assert record("javascript", THROWS).moments(StepMoment.THROWN) == [(3, '"x"'), (3, '"x"'), (8, '"x"')]


def test_what_is_caught_nowhere_ends_the_recording(record: Record) -> None:
    seen = record("javascript", "function half(x) {\n  return x.y.z;\n}\n\nhalf({});\n")
    assert seen.trace.ending is Ending.THROWN
    assert [line for line, _ in seen.moments(StepMoment.THROWN)] == [2]
    assert (seen.moments(StepMoment.CAUGHT), seen.moments(StepMoment.RETURNED)) == ([], [])
    assert seen.trace.breakage is not None
    assert (seen.trace.breakage.line, seen.trace.breakage.stage) == (2, BreakStage.LOAD)


def test_a_loop_without_end_and_calls_without_end_are_cut(record: Record) -> None:
    seen = record("javascript", "let x = 0;\nwhile (true) {\n  x += 1;\n}\n", 200)
    assert (seen.trace.ending, len(seen.trace.steps)) == (Ending.STEPS, 200)
    assert seen.trace.steps[-1].line in {2, 3}
    assert int(seen.names(3, -1)["x"]) > 90
    short = record("javascript", "let i = 0;\nwhile (i >= 0) i += 1;\n", 50)
    assert (short.trace.ending, short.trace.steps[-1].line) == (Ending.STEPS, 2)
    calls = record("javascript", "function again(n) {\n  again(n + 1);\n}\n\nagain(0);\n")
    assert calls.trace.ending is Ending.CALLS
    assert len(calls.at(2, -1).calls) == 100


HOSTILE = """\
const acted = () => { console.log('ACTED'); return 'x'; };
const traps = new Proxy({}, { get: () => (target, ...rest) => { acted(); return Reflect.ownKeys({}); } });
const plain = { kept: 1, toString: acted, toJSON: acted, [Symbol.toPrimitive]: acted, get seen() { return acted(); } };
const proxy = new Proxy({}, { get: acted, ownKeys: acted, getOwnPropertyDescriptor: acted, getPrototypeOf: acted });
class Bad extends Error { get message() { return acted(); } get name() { return acted(); } }
const bad = new Bad();
const list = [1, 2];
Object.defineProperty(list, 0, { get: acted });
list.constructor = proxy;
list[Symbol.iterator] = acted;
const map = new Map([[1, proxy]]);
map.entries = acted;
Map.prototype.entries = acted;
Object.defineProperty(Map.prototype, 'size', { get: acted });
const heir = Object.create(proxy);
class Tagged { get [Symbol.toStringTag]() { return acted(); } }
const tagged = new Tagged();
const nested = { proxy, tagged };
Function.prototype.toString = acted;
Array.prototype.some = Array.prototype.slice = String.prototype.startsWith = acted;
JSON.stringify = acted;
Reflect.ownKeys = acted;
Object.getOwnPropertyDescriptor = acted;
const huge = 10n ** 500n;
const escape = '\\u001b[2J\\u202eb\\ud800';
const end = true;
"""


def test_nothing_of_a_program_is_run_to_show_it(record: Record) -> None:
    seen = record("javascript", HOSTILE)
    assert seen.trace.ending is Ending.ENDED
    assert list(filter(None, (step.printed for step in seen.trace.steps))) == []
    names = seen.names(26)
    assert names["plain"].startswith("Object{kept: 1, ")
    assert names["plain"].endswith("seen: <unread get>}")
    assert names["proxy"] == "<unread Proxy>"
    assert names["list"] == "[<unread get>, 2]"
    assert names["map"] == "{1: <unread Proxy>}"
    assert names["nested"] == "Object{proxy: <unread Proxy>, tagged: Tagged{}}"
    assert names["huge"] == "<other BigInt>"
    assert names["escape"] == '"b"'


ASYNC = """\
let x = 1;
const pause = (value) => new Promise((resolve) => {
  setTimeout(() => {
    resolve(value);
  }, 1);
});
const later = async (n) => {
  const y = await pause(n);
  x += y;
  return x;
};
const done = await later(5);
setTimeout(() => {
  x = 0;
}, 1);
const last = done + 1;
"""


def test_what_runs_later_is_seen_too(record: Record) -> None:
    seen = record("javascript", ASYNC)
    assert seen.trace.ending is Ending.ENDED
    assert seen.names(4)["value"] == "5"
    assert (seen.names(9)["x"], seen.names(9)["y"]) == ("1", "5")
    assert seen.names(13)["done"] == "6"
    assert seen.names(14)["x"] == "6"
    assert seen.trace.steps[-1].line == 15
    assert [(each.holder, each.name) for each in seen.trace.steps[-1].changed] == [(Holder.FILE, "x")]
    assert (16, "") in seen.moments(StepMoment.RETURNED)


def test_a_program_that_ends_itself_or_cannot_be_read_says_so(record: Record) -> None:
    left = record("javascript", "let x = 1;\nprocess.exit(3);\n")
    assert (left.trace.ending, left.trace.exit_code, len(left.lines())) == (Ending.LEFT, 3, 2)
    unread = record("javascript", "let x = 1;\nif (x {\n  x = 2;\n}\n")
    assert (unread.trace.ending, unread.trace.steps) == (Ending.UNREADABLE, ())
    assert unread.trace.breakage is not None
    assert unread.trace.breakage.line == 2
