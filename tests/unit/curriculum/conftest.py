"""A small track of one exercise that keeps every rule; each test spoils one thing in it."""

import json
from pathlib import Path

import pytest

from kiosk_agent.curriculum.translation import mark

CONFIG = {
    "language": "JavaScript",
    "slug": "javascript",
    "files": {"solution": ["%{kebab_slug}.js"], "test": ["%{kebab_slug}.spec.js"], "exemplar": [".meta/exemplar.js"]},
    "exercises": {"concept": [{"slug": "two-sums", "name": "Two sums", "concepts": ["sums"]}]},
    "concepts": [{"slug": "sums", "name": "Sums"}],
    "custom": {
        "outset": {
            "languages": ["en", "es"],
            "translations": {"es": {"title": "JavaScript", "concepts": {"sums": "Cuentas"}}},
        }
    },
}
EXERCISE_CONFIG = {
    "blurb": "Add up.",
    "files": {},
    "custom": {
        "outset": {"kind": "code", "minutes": 5, "translations": {"es": {"title": "Dos cuentas", "blurb": "Suma."}}}
    },
}
TEXTS = {
    ".docs/introduction.md": "# Introduction\n\nThe sign + adds.\n",
    ".docs/introduction.es.md": "# Introducción\n\nEl signo + suma.\n",
    ".docs/instructions.md": "# Instructions\n\nAdd up.\n",
    ".docs/instructions.es.md": "# Instrucciones\n\nSuma.\n",
    ".docs/hints.md": "# Hints\n\n- Use +.\n- Use it twice.\n",
    ".docs/hints.es.md": "# Pistas\n\n- Usa +.\n- Úsalo dos veces.\n",
    ".meta/catalogue/en.toml": '["adds"]\ntitle = "1 and 2 make 3"\nfailure = "Try +."\n',
    ".meta/catalogue/es.toml": '["adds"]\ntitle = "1 y 2 son 3"\nfailure = "Prueba con +."\n',
    ".meta/exemplar.js": "export const add = (a, b) => a + b;\n",
    ".meta/wrong/minus.js": "export const add = (a, b) => a - b;\n",
    ".meta/wrong/times.js": "export const add = (a, b) => a * b;\n",
    ".meta/wrong/nothing.js": "export const add = () => {};\n",
    ".meta/wrong.toml": "".join(
        f'["{name}.js"]\nmistake = "Not a sum."\nfails = ["adds"]\n' for name in ("minus", "times", "nothing")
    ),
    "two-sums.js": "export const add = () => 0;\n",
    "two-sums.spec.js": 'test("adds", () => {\n  expect(add(1, 2)).toBe(3);\n});\n',
}
TRANSLATED = (".docs/introduction.md", ".docs/instructions.md", ".docs/hints.md")


@pytest.fixture
def track_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "javascript"
    exercise = folder / "exercises/concept/two-sums"
    for relative, text in TEXTS.items():
        (exercise / relative).parent.mkdir(parents=True, exist_ok=True)
        (exercise / relative).write_text(text, encoding="utf-8")
    (folder / "config.json").write_text(json.dumps(CONFIG), encoding="utf-8")
    (exercise / ".meta/config.json").write_text(json.dumps(EXERCISE_CONFIG), encoding="utf-8")
    for source in TRANSLATED:
        mark(exercise, source, source.replace(".md", ".es.md"))
    mark(exercise, ".meta/catalogue/en.toml", ".meta/catalogue/es.toml")
    return folder


@pytest.fixture
def exercise_folder(track_folder: Path) -> Path:
    return track_folder / "exercises/concept/two-sums"
