"""Exercises whose tests use all that may cross between the two jails of a split run."""

JAVASCRIPT_ANSWER = """\
export const numbers = () => [0, -0, NaN, Infinity, -Infinity, 0.1 + 0.2, 2 ** 53, 123456789012345678901234567890n];
export const odd = () => [undefined, null, true, '', '\\u{1F600}', '\\ud800', { a: undefined }];
export const kinds = () => [new Map([[1, { a: 2 }]]), new Set(['x']), new Date(5), /a+/gi, new Uint8Array([1, 255])];
export const total = (numbers, each) => numbers.reduce((sum, number) => sum + each(number), 0);
export const sorted = (numbers) => numbers.sort((a, b) => a - b);
export const counter = () => { let count = 0; return () => { count += 1; return count; }; };
export function* upTo(most) { for (let number = 1; number <= most; number += 1) yield number; }
export const later = async (value) => {
  await new Promise((resolve) => { setTimeout(resolve, 5); });
  if (value < 0) throw new RangeError('below zero');
  return value * 2;
};
export const named = () => ({ stack: [1], constructor: 'Ferrari', size: 2, next: { has: null } });
export class NotEnough extends Error {
  constructor(missing) { super(`${missing} missing`); this.missing = missing; this.again = () => missing; }
}
export class Account {
  #held = 0;
  owner = 'nobody';
  static open(owner) { const account = new Account(); account.owner = owner; return account; }
  get held() { return this.#held; }
  pay(amount) { this.#held += amount; return this; }
  take(amount) {
    if (amount > this.#held) throw new NotEnough(amount - this.#held);
    this.#held -= amount;
    return this.#held;
  }
  more(other) { return other.held > this.held ? other : this; }
}
export default 'the default';
"""
JAVASCRIPT_TESTS = """\
import { expect, test } from '@jest/globals';
import other, { Account, counter, kinds, later, named, NotEnough, numbers, odd, sorted, total, upTo } from './many';

test('numbers', () => {
  const all = [0, -0, NaN, Infinity, -Infinity, 0.1 + 0.2, 2 ** 53, 123456789012345678901234567890n];
  expect(numbers()).toEqual(all);
  expect(Object.is(numbers()[1], -0)).toBe(true);
});
test('odd values', () => {
  expect(odd()).toStrictEqual([undefined, null, true, '', '\\u{1F600}', '\\ud800', { a: undefined }]);
});
test('kinds', () => {
  expect(kinds()).toEqual([new Map([[1, { a: 2 }]]), new Set(['x']), new Date(5), /a+/gi, new Uint8Array([1, 255])]);
});
test('calling back', () => {
  expect(total([1, 2, 3], (number) => number * 10)).toBe(60);
  expect(() => total([1], () => { throw new TypeError('mine'); })).toThrow(new TypeError('mine'));
});
test('changing what was given', () => {
  const given = [3, 1, 2];
  expect(sorted(given)).toBe(given);
  expect(given).toEqual([1, 2, 3]);
});
test('functions that remember', () => {
  const [one, two] = [counter(), counter()];
  expect([one(), one(), two()]).toEqual([1, 2, 1]);
});
test('generators', () => { expect([...upTo(3)]).toEqual([1, 2, 3]); });
test('promises', async () => {
  await expect(later(4)).resolves.toBe(8);
  await expect(later(-1)).rejects.toThrow(RangeError);
  expect(await Promise.all([later(1), later(2)])).toEqual([2, 4]);
});
test('objects', () => {
  const account = Account.open('Ana');
  expect(account).toBeInstanceOf(Account);
  expect(account.owner).toBe('Ana');
  expect(account.pay(5).pay(6)).toBe(account);
  expect(account.held).toBe(11);
  expect(new Account().more(account)).toBe(account);
  account.owner = 'Eva';
  expect(account).toEqual(expect.objectContaining({ owner: 'Eva' }));
});
test('errors', () => {
  const account = new Account();
  expect(() => account.take(3)).toThrow(NotEnough);
  expect(() => account.take(3)).toThrow('3 missing');
  expect(() => account.take(3)).toThrow(expect.objectContaining({ missing: 3 }));
});
test('data under names that JavaScript knows', () => {
  expect(named()).toEqual({ stack: [1], constructor: 'Ferrari', size: 2, next: { has: null } });
});
test('the default', () => { expect(other).toBe('the default'); });
"""
PYTHON_ANSWER = """\
from decimal import Decimal
from fractions import Fraction


def numbers():
    return [0, 2.0, float("inf"), 10**400, True, complex(1, -2), Decimal("1.10"), Fraction(1, 3)]


def kinds():
    return {"a": (1, {2}), 3: [b"\\x00x", None, frozenset({4}), "\\U0001F600"]}


def total(numbers, each=None, start=0):
    return start + sum(each(number) for number in numbers)


def order(numbers):
    numbers.sort()
    return numbers


def counter():
    count = 0

    def more():
        nonlocal count
        count += 1
        return count

    return more


def up_to(most):
    yield from range(1, most + 1)


async def later(value):
    return value * 2


class NotEnough(ValueError):
    def __init__(self, missing):
        super().__init__(f"{missing} missing")
        self.missing = missing
        self.again = lambda: missing


class Money:
    def __init__(self, cents):
        self.cents = cents

    def __eq__(self, other):
        return isinstance(other, Money) and self.cents == other.cents

    def __lt__(self, other):
        return self.cents < other.cents

    def __add__(self, other):
        return Money(self.cents + other.cents)

    def __len__(self):
        return self.cents

    def __getitem__(self, index):
        return str(self.cents)[index]

    def __str__(self):
        return f"{self.cents / 100:.2f}"

    @classmethod
    def of(cls, euros):
        return cls(euros * 100)

    def spent(self, cents):
        if cents > self.cents:
            raise NotEnough(cents - self.cents)
        return Money(self.cents - cents)
"""
PYTHON_TESTS = """\
import asyncio
import unittest
from decimal import Decimal
from fractions import Fraction

from many import Money, NotEnough, counter, kinds, later, numbers, order, total, up_to


class ManyTest(unittest.TestCase):
    def test_numbers(self):
        expected = [0, 2.0, float("inf"), 10**400, True, complex(1, -2), Decimal("1.10"), Fraction(1, 3)]
        self.assertEqual(numbers(), expected)
        self.assertEqual([type(n) for n in numbers()], [type(n) for n in expected])

    def test_kinds(self):
        self.assertEqual(kinds(), {"a": (1, {2}), 3: [b"\\x00x", None, frozenset({4}), "\\U0001F600"]})

    def test_calling_back(self):
        self.assertEqual(total([1, 2], each=lambda n: n * 10, start=5), 35)

        def fails(n):
            raise KeyError("mine")

        with self.assertRaises(KeyError):
            total([1], fails)

    def test_changing_what_was_given(self):
        given = [3, 1, 2]
        self.assertIs(order(given), given)
        self.assertEqual(given, [1, 2, 3])

    def test_functions_that_remember(self):
        one, two = counter(), counter()
        self.assertEqual([one(), one(), two()], [1, 2, 1])

    def test_generators(self):
        self.assertEqual(list(up_to(3)), [1, 2, 3])
        self.assertEqual(next(up_to(3)), 1)

    def test_coroutines(self):
        async def asked():
            return await later(4)

        self.assertEqual(asyncio.run(asked()), 8)

    def test_objects(self):
        money = Money(250)
        self.assertIsInstance(money, Money)
        self.assertEqual(money, Money(250))
        self.assertNotEqual(money, 250)
        self.assertLess(money, Money.of(3))
        self.assertEqual((money + Money(50)).cents, 300)
        self.assertEqual(str(money), "2.50")
        self.assertEqual(len(money), 250)
        self.assertEqual(money[0], "2")

    def test_errors(self):
        with self.assertRaises(NotEnough) as caught:
            Money(1).spent(3)
        self.assertEqual(str(caught.exception), "2 missing")
        self.assertEqual(caught.exception.args, ("2 missing",))
        self.assertEqual(caught.exception.missing, 2)
        with self.assertRaises(ValueError):
            Money(1).spent(3)
"""
JAVASCRIPT = {
    "many": {"many.js": "export {};\n", "many.spec.js": JAVASCRIPT_TESTS, ".meta/answer.js": JAVASCRIPT_ANSWER}
}
PYTHON = {"many": {"many.py": "\n", "many_test.py": PYTHON_TESTS, ".meta/answer.py": PYTHON_ANSWER}}
