"""A language is added by the steps of CONTRIBUTING.md, in a copy of the checkout, and three strings are enough."""

import shutil
import sys
from pathlib import Path

from kiosk_agent import process
from tests.support.catalogue_commands import run_documented
from tests.support.checkout import ROOT
from tests.support.waiting import LIMIT_SECONDS

ENTRY = '    "pl": LanguageEntry("Polski", decimal_sign=","),\n'
TRANSLATIONS = {
    "kiosk_agent/tutor/locales/pl/LC_MESSAGES/tutor.po": {
        'msgid "Sign in"\nmsgstr ""': 'msgid "Sign in"\nmsgstr "Zaloguj się"',
        'msgid "Your number"\nmsgstr ""': 'msgid "Your number"\nmsgstr "Twój numer"',
        'msgid_plural "{number} min left"\nmsgstr[0] ""\nmsgstr[1] ""\nmsgstr[2] ""': (
            'msgid_plural "{number} min left"\nmsgstr[0] "została minuta"\nmsgstr[1] "zostały {number} minuty"\n'
            'msgstr[2] "zostało {number} minut"'
        ),
    },
    "classroom_server/web/locales/pl/LC_MESSAGES/pages.po": {
        'msgid "Sign in"\nmsgstr ""': 'msgid "Sign in"\nmsgstr "Proszę się zalogować"',
    },
}


def copied_checkout(folder: Path) -> Path:
    for part in ("kiosk_agent", "classroom_server"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "build").mkdir()
    # What set-up fetched for the pages.
    (folder / "build/npm").symlink_to(ROOT / "build/npm")
    return folder


def exchange(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, (path, before)
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_one_entry_and_a_catalogue_for_each_part_add_a_language(tmp_path: Path) -> None:
    checkout = copied_checkout(tmp_path / "checkout")
    the_list = checkout / "kiosk_agent/protocol/languages.py"
    exchange(the_list, "\n}\n", f"\n{ENTRY}}}\n")
    assert run_documented(["extract", "init"], checkout) == 4
    for catalogue, translated in TRANSLATIONS.items():
        for before, after in translated.items():
            exchange(checkout / catalogue, before, after)

    process.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
            *("-c", ROOT / "pyproject.toml", "--rootdir", ROOT),
            Path(__file__).with_name("one_more_language.py"),
        ],
        timeout_seconds=LIMIT_SECONDS,
        cwd=checkout,
        extra_environment={"PYTHONPATH": f"{checkout}:{ROOT}"},
    )
