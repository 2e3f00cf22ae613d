"""Exercises whose tests would have a value act, as one that is asked what it becomes, and programs that count on it."""

from tests.support.checkout import ROOT

# Names that a program exports, each a thing that is asked for what it becomes, and is no promise of that.
NO_PROMISES = {
    "plain": "{ then: () => undefined }",
    "waiting": "{ then: async () => undefined, catch: async () => undefined }",
    "promise": "Object.defineProperty(Promise.resolve(0), 'then', { value: async () => undefined })",
    "called": "() => ({ then: async () => undefined })",
    "made": "new (class { async then() {} })()",
}
BECOMES_ANYTHING = "".join(f"export const {name} = () => ({given});\n" for name, given in NO_PROMISES.items())
LATER = {
    "later.js": BECOMES_ANYTHING,
    "later.spec.js": "import * as later from './later';\n"
    + "".join(
        f"test('{name}', async () => {{ await expect(later.{name}()).resolves.toBe(2); }});\n" for name in NO_PROMISES
    ),
    ".meta/answer.js": "".join(f"export const {name} = async () => 2;\n" for name in NO_PROMISES),
}
_SHIPPED = ROOT / "classroom_server/tracks/javascript/exercises/concept/heavy-boxes"
HEAVY_BOXES = {
    "heavy-boxes.js": (_SHIPPED / "heavy-boxes.js").read_text(encoding="utf-8"),
    "heavy-boxes.spec.js": (_SHIPPED / "heavy-boxes.spec.js").read_text(encoding="utf-8"),
    ".meta/answer.js": (_SHIPPED / ".meta/exemplar.js").read_text(encoding="utf-8"),
}
EXERCISES = {"later": LATER, "heavy-boxes": HEAVY_BOXES}
