"""Programs that give wrong answers and try to be called right. Each is named for what it tries.

`HELD` are those that a run in the program's own process holds, `HOLES` those that it does not: these pass there.
"""

import json
from dataclasses import dataclass

from tests.support.jail import acting_values, late_exercises, split_exercises

JAVASCRIPT = {
    "sum": {
        "sum.js": "export const sum = (a, b) => 0;\nexport const pair = () => [];\n",
        "sum.spec.js": (
            "import { describe, expect, test, xtest } from '@jest/globals';\nimport { pair, sum } from './sum';\n"
            "describe('sum', () => {\n  test('of two', () => { expect(sum(1, 2)).toEqual(3); });\n"
            "  xtest('as text', () => { expect(`${sum(2, 2)}`).toMatch(/^4$/); });\n"
            "  xtest('a pair', () => { expect(pair(1, 2)).toEqual([1, 2]); });\n"
            "  xtest('too little', () => { expect(() => sum(1)).toThrow(TypeError); });\n});\n"
        ),
        ".meta/answer.js": (
            "export const sum = (a, b) => {\n  if (b === undefined) throw new TypeError('two');\n  return a + b;\n};\n"
            "export const pair = (a, b) => [a, b];\n"
        ),
    },
}
PYTHON = {
    "double": {
        "double.py": "def double(n):\n    pass\n",
        "double_test.py": (
            "import unittest\nfrom double import double\n\n\nclass DoubleTest(unittest.TestCase):\n"
            "    def test_two(self):\n        self.assertEqual(double(2), 4)\n\n"
            "    def test_text(self):\n        self.assertEqual(double('a'), 'aa')\n\n"
            "    def test_range(self):\n        self.assertIn(double(3), range(6, 7))\n\n"
            "    def test_nothing(self):\n        with self.assertRaises(TypeError):\n            double(None)\n"
        ),
        ".meta/answer.py": "def double(n):\n    return n * 2\n",
    }
}
TRACKS = {
    "javascript": JAVASCRIPT | split_exercises.JAVASCRIPT | acting_values.EXERCISES | late_exercises.JAVASCRIPT,
    "python": PYTHON | split_exercises.PYTHON,
}
EXERCISE = {"javascript": "sum", "python": "double"}
JAVASCRIPT_NAMES = ["sum > of two", "sum > as text", "sum > a pair", "sum > too little"]
PYTHON_NAMES = [f"DoubleTest > test_{name}" for name in ("two", "text", "range", "nothing")]
WRONG = "\nexport const sum = () => 0;\nexport const pair = () => [];\n"
PYTHON_WRONG = "\ndef double(n):\n    return 0\n"


@dataclass(frozen=True)
class Forgery:
    """One program. `track` is its language."""

    tries: str
    track: str
    source: str

    def __str__(self) -> str:
        return f"{self.track}: {self.tries}"

    @property
    def never_ends(self) -> bool:
        """Tell whether a limit on time may be what ends it."""
        return "for (;;)" in self.source or "while True" in self.source


def _lines(names: list[str]) -> str:
    """Return JavaScript and Python alike: a list of the JSON lines that would say that all is well."""
    test = '{"kind":"test","name":"NAME","status":"pass","message":null,"output":"","test_code":""}'
    collected = '{"kind":"collected","names":' + json.dumps(names) + "}"
    said = [
        '{"kind":"begun"}',
        collected,
        *(test.replace("NAME", name) for name in names),
        '{"kind":"ended","exit_code":0}',
    ]
    return "[" + ", ".join(f"'{line}'" for line in said) + "]"


def _javascript(tries: str, source: str) -> Forgery:
    return Forgery(tries, "javascript", source + WRONG)


def _python(tries: str, source: str) -> Forgery:
    return Forgery(tries, "python", source + PYTHON_WRONG)


# From within a call of the tests, what stands around it: the test itself, and its class.
_IN_ITS_TEST = (
    "import sys\nimport unittest.mock\n\n\ndef double(n):\n    step = sys._getframe(1)\n"
    "    while 'self' not in step.f_locals:\n        step = step.f_back\n    test = step.f_locals['self']\n"
    "    if n is None:\n        raise TypeError\n"
)


def _in_its_test(tries: str, line: str) -> Forgery:
    return Forgery(tries, "python", f"{_IN_ITS_TEST}    {line}\n    return 4\n")


JAVASCRIPT_LINES = f"const lines = {_lines(JAVASCRIPT_NAMES)};\n"
PYTHON_LINES = f"lines = {_lines(PYTHON_NAMES)}\n"
# Only pipes: what else node holds open would not bear it.
EVERYWHERE = (
    "for (const fd of fs.readdirSync('/proc/self/fd')) try {\n"
    "  if (fs.readlinkSync(`/proc/self/fd/${fd}`).startsWith('pipe:')) fs.writeSync(Number(fd), text);\n} catch {}\n"
)

HELD = (
    _javascript("print results", f"{JAVASCRIPT_LINES}for (const line of lines) console.log(line);"),
    _javascript(
        "write results to every pipe with the nonce of the proof",
        f"import fs from 'node:fs';\n{JAVASCRIPT_LINES}const text = lines.map((l) => `\\n- ${{l}}\\n`).join('');\n"
        f"{EVERYWHERE}process.reallyExit(0);",
    ),
    _javascript(
        "write results to every pipe with a guessed nonce, and go on",
        "import fs from 'node:fs';\n"
        f"{JAVASCRIPT_LINES}const text = lines.map((l) => `\\n${{'0'.repeat(32)}} ${{l}}\\n`).join('');\n{EVERYWHERE}",
    ),
    _javascript("leave with success", "process.reallyExit(0);"),
    _javascript("kill the parent", "process.kill(process.ppid, 'SIGKILL'); for (;;);"),
    _javascript(
        "close the results' pipe",
        "import fs from 'node:fs';\nfor (let fd = 3; fd < 64; fd++) try { fs.closeSync(fd); } catch {}",
    ),
    _javascript("change JSON.stringify", "JSON.stringify = (value) => `${value}`.replace('fail', 'pass');"),
    _javascript(
        "give every object a toJSON",
        "Object.prototype.toJSON = function () { return { ...this, status: 'pass' }; };",
    ),
    _javascript("drop errors on their way", "Promise.prototype.then = function (done) { done(); return this; };"),
    _javascript("replace Promise", "globalThis.Promise = class { constructor(run) { run(() => {}, () => {}); } };"),
    _javascript("change what lists do", "Array.prototype.map = Array.prototype.flatMap = () => [];"),
    _javascript("change how functions are called", "Function.prototype.call = () => true;"),
    _javascript("replace the process", "globalThis.process = { pid: 1, on() {}, reallyExit() {} };"),
    _javascript("replace the console", "globalThis.console = { log() {}, error() {} };"),
    _javascript(
        "replace the global words of tests",
        "globalThis.expect = () => ({ toEqual() {}, toMatch() {}, toThrow() {} });\nglobalThis.test = () => {};",
    ),
    _javascript(
        "change an imported matcher",
        "import { expect } from '@jest/globals';\nconst pass = () => ({ pass: true, message: () => '' });\n"
        "expect.extend({ toEqual: pass, toMatch: pass, toThrow: pass });",
    ),
    _javascript(
        "bring in an equality of its own",
        "import { expect } from '@jest/globals';\nexpect.addEqualityTesters([() => true]);",
    ),
    _javascript(
        "change node:assert",
        "import assert from 'node:assert';\nassert.strictEqual = assert.deepEqual = assert.ok = () => {};",
    ),
    _javascript(
        "change the function that writes",
        "import fs from 'node:fs';\nimport { syncBuiltinESMExports } from 'node:module';\nconst own = fs.writeSync;\n"
        "fs.writeSync = (fd, what, ...more) => own(fd, String(what).replace('fail', 'pass'), ...more);\n"
        "syncBuiltinESMExports();",
    ),
    _javascript("give every object an asymmetricMatch", "Object.prototype.asymmetricMatch = () => true;"),
    _javascript("say every pair is the same", "Object.is = () => true;"),
    _javascript("never end", "for (;;);"),
    _python("print results", f"{PYTHON_LINES}print('\\n'.join(lines), flush=True)"),
    _python(
        "write results to every descriptor with the nonce of the proof",
        f"import os\n{PYTHON_LINES}text = ''.join('\\n- ' + line + '\\n' for line in lines).encode()\n"
        "for fd in range(1, 64):\n    try:\n        os.write(fd, text)\n    except OSError:\n        pass\nos._exit(0)",
    ),
    _python("leave with success", "import os\nos._exit(0)"),
    _python("kill the parent", "import os\nos.kill(os.getppid(), 9)\nwhile True: pass"),
    _python("close the results' pipe", "import os\nos.closerange(3, 64)"),
    _python("change json", "import json\njson.dumps = json.JSONEncoder.encode = lambda *a, **k: '{}'"),
    _python(
        "change the assertions",
        "import unittest\nfor name in dir(unittest.TestCase):\n"
        "    if name.startswith('assert'):\n        setattr(unittest.TestCase, name, lambda *a, **k: None)",
    ),
    _python("replace unittest", "import sys, types\nsys.modules['unittest'] = types.ModuleType('unittest')"),
    _python("change what reading a class means", "import builtins\nbuiltins.issubclass = lambda *a: False"),
    _python("skip its tests", "import unittest\nraise unittest.SkipTest('not today')"),
    _python("never end", "while True: pass"),
    _python(
        "have all its tests expected to fail",
        "import unittest\nunittest.TestCase.__unittest_expecting_failure__ = True",
    ),
    Forgery(
        "leave out all tests but one, from code that is in no file",
        "python",
        "body = '''\nimport unittest\n\ndef double(n):\n    if n == 2:\n        return 4\n"
        "    raise unittest.SkipTest('later')\n'''\nexec(compile(body, 'elsewhere.py', 'exec'))\n",
    ),
    Forgery(
        "leave out tests by their own way to do so",
        "python",
        "import functools, unittest\ndouble = functools.singledispatch(unittest.TestCase().skipTest)\n"
        "double.register(int)((2).__mul__)\n",
    ),
    _in_its_test("leave out the tests that come", "type(test).__unittest_skip__ = True"),
    _in_its_test("have the tests that come expected to fail", "type(test).__unittest_expecting_failure__ = True"),
    _in_its_test("have what fails count as left out", "type(test).failureException = unittest.SkipTest"),
    _in_its_test("have what fails in one test count as left out", "test.failureException = unittest.SkipTest"),
    _in_its_test(
        "put its own in the place of the tests that come",
        "type(test).test_text = type(test).test_range = type(test).test_nothing = lambda test: None",
    ),
    _in_its_test(
        "put other code into the tests that come",
        "for name in ('text', 'range', 'nothing'): "
        "getattr(type(test), 'test_' + name).__code__ = (lambda test: None).__code__",
    ),
    _in_its_test(
        "put assertions of its own before those of unittest",
        "type(test).assertEqual = type(test).assertIn = type(test).assertRaises = lambda *all, **named: None",
    ),
    _in_its_test("have one test expected to fail while it runs", "test._outcome.expecting_failure = True"),
    _in_its_test(
        "have somebody else told of failures",
        "own = test._outcome.result; test._outcome.result = unittest.mock.Mock(); "
        "test._outcome.result.addFailure = lambda test, error: own.addSuccess(test)",
    ),
    Forgery(
        "have values of one kind always equal",
        "python",
        f"{_IN_ITS_TEST}    test._type_equality_funcs.update({{int: print, str: print}})\n    return n\n",
    ),
    _in_its_test("put an assertion of its own into one test", "test.assertEqual = test.assertIn = lambda *all: None"),
)

HOLES = (
    Forgery(
        "be equal to everything",
        "javascript",
        "const all = { asymmetricMatch: () => true, toString: () => '4', [Symbol.toPrimitive]: () => '4' };\n"
        "export const sum = (a, b) => { if (b === undefined) throw new TypeError(); return all; };\n"
        "export const pair = () => all;\n",
    ),
    _javascript(
        "read the nonce out of its own memory and report itself",
        "import fs from 'node:fs';\n"
        f"{JAVASCRIPT_LINES}const memory = fs.openSync('/proc/self/mem');\nconst nonces = new Set();\n"
        "for (const line of fs.readFileSync('/proc/self/maps', 'utf8').split('\\n')) {\n"
        "  const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? [];\n"
        "  const size = Number(`0x${to}`) - Number(`0x${from}`);\n  if (!(size < 5e7)) continue;\n"
        "  const held = Buffer.alloc(size);\n"
        "  try { fs.readSync(memory, held, 0, size, Number(`0x${from}`)); } catch { continue; }\n"
        '  for (let at = 0; (at = held.indexOf(\'{"nonce": "\', at)) >= 0; at += 1) {\n'
        "    nonces.add(held.toString('latin1', at + 11, at + 43));\n  }\n}\n"
        "for (const nonce of nonces) {\n"
        "  const text = lines.slice(1).map((l) => `\\n${nonce} ${l}\\n`).join('');\n"
        f"  {EVERYWHERE}}}\nprocess.reallyExit(0);",
    ),
    _javascript(
        "find the reporter among all objects by the debugger",
        "import inspector from 'node:inspector';\n"
        "const session = new inspector.Session();\nsession.connect();\n"
        "const asked = (method, parameters) => {\n  let found;\n"
        "  session.post(method, parameters, (_, answer) => { found = answer; });\n  return found;\n};\n"
        "const { result } = asked('Runtime.evaluate', { expression: 'Object.prototype' });\n"
        "const { objects } = asked('Runtime.queryObjects', { prototypeObjectId: result.objectId });\n"
        "const forge = function (names) {\n  for (const found of this) try {\n"
        "    if (found.constructor.name !== 'Reporter') continue;\n    found.collected(names);\n"
        "    for (const name of names) found.test({ name, status: 'pass', output: '' });\n"
        "    found.ended(0);\n  } catch {}\n};\n"
        "asked('Runtime.callFunctionOn', { objectId: objects.objectId, functionDeclaration: `${forge}`, "
        f"arguments: [{{ value: {JAVASCRIPT_NAMES} }}] }});\nprocess.reallyExit(0);",
    ),
    Forgery(
        "be equal to everything",
        "python",
        "class All(int):\n    def __eq__(self, other): return True\n    __hash__ = int.__hash__\n\n"
        "def double(n):\n    if n is None: raise TypeError\n    return All(0)\n",
    ),
    Forgery(
        "change an assertion until it was asked",
        "python",
        "from unittest import TestCase\nown = dict(vars(TestCase))\n\n\ndef put(**names):\n"
        "    for name, value in names.items():\n        setattr(TestCase, name, value)\n\n\n"
        "def once(*a, **k):\n    put(**{name: own[name] for name in ('fail', '_getAssertEqualityFunc')})\n"
        "    return lambda *a, **k: None\n\n\ndef double(n):\n    if n is None: raise TypeError\n"
        "    put(fail=once, _getAssertEqualityFunc=once)\n    return 0\n",
    ),
    _python(
        "find the reporter among all objects",
        "import gc, os\nfor found in gc.get_objects():\n    if type(found).__name__ == 'Reporter':\n        break\n"
        f"names = {PYTHON_NAMES}\nfound.collected(names)\n"
        "for name in names:\n    found.test(name, 'pass', None, '')\nfound.ended(0)\nos._exit(0)",
    ),
)
