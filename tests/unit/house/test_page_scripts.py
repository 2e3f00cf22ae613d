"""The scripts of pages are modules: plain ones share one space of names, where a second `const button` stops a page."""

import re

from tests.support.checkout import ROOT

SCRIPT = re.compile(r"<script\b[^>]*>")
THIRD_PARTY = "/static/third-party/"


def tags() -> list[str]:
    return [
        tag
        for path in sorted((ROOT / "classroom_server").glob("*/templates/*.html"))
        for tag in SCRIPT.findall(path.read_text(encoding="utf-8"))
    ]


def test_each_script_of_ours_is_a_module_with_names_of_its_own() -> None:
    assert len(tags()) > 10
    assert [tag for tag in tags() if THIRD_PARTY not in tag and 'type="module"' not in tag] == []


def test_what_a_script_takes_from_another_it_imports() -> None:
    static = ROOT / "classroom_server/web/static"
    given = {
        (path.name, name)
        for path in static.glob("*.js")
        for name in re.findall(r"^export (?:async )?(?:function|const|let|class) (\w+)", path.read_text(), re.MULTILINE)
    }
    taken = {
        (source, name.strip())
        for path in static.glob("*.js")
        for names, source in re.findall(r'^import \{([^}]+)\} from "\./([^"]+)";', path.read_text(), re.MULTILINE)
        for name in names.split(",")
    }
    assert given == taken
