# title: returns values that no message can carry: endless, not numbers, of classes that lie about themselves
# source: judge test: what is taken apart on the other side must not run there (CWE-502)
# kind: split
# twin: no: only where values must cross has it anything to break
import json


class Text(str):
    def __eq__(self, other):
        return True

    def __reduce__(self):
        return (eval, ("4",))


class Number(int):
    def __eq__(self, other):
        return True

    def __repr__(self):
        return "4"


class Table(dict):
    def items(self):
        return [("__proto__", {"value": 4})]


def double(number):
    if number == 2:
        return Number(1)
    endless = Table(value=Text("6"))
    endless["self"] = endless
    return endless
