"""Passwords that are long enough and still among the first that anybody tries."""

import itertools
from typing import Final

# Cores of the commonest passwords, in the languages of our sites; digits and signs around them help nobody.
_CORES: Final = frozenset((
    "password", "passwort", "contrasena", "contrasenya", "clave", "palavrapasse", "senha", "parola",
    "admin", "administrator", "administrador", "trainer", "teacher", "profesor", "profesora", "formador",
    "user", "usuario", "login", "welcome", "bienvenido", "bemvindo", "letmein", "secret",
    "secreto", "segredo", "qwerty", "qwertyuiop", "azerty", "asdfgh", "iloveyou", "teamo",
    "dragon", "monkey", "football", "futbol", "sunshine", "princess", "princesa", "barcelona",
    "realmadrid", "benfica", "prison", "prision", "prisao", "outset", "kiosk", "classroom",
    "computer", "changeme", "default",
))  # fmt: skip
_LOOK_ALIKE: Final = str.maketrans("0134578@$ñáéíóúãçà", "oieastbasnaeiouaca")
_ROWS: Final = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiopasdfghjklzxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p",
)
_RUN: Final = 4


def is_easy(password: str, name: str) -> bool:
    """Tell whether a password is its account's name, a common word with signs around it, a run, or a repetition."""
    folded = password.casefold()
    return name.casefold() in folded or any(core in _CORES for core in _cores(folded)) or _is_monotonous(folded)


def _cores(folded: str) -> set[str]:
    """Return what is left without digits, signs and blanks, as written and with look-alikes read as letters."""
    plain = "".join(sign for sign in folded if sign.isalpha())
    ends = folded.strip("0123456789 !?.,;:-_+*#@$%&/()=")
    read = "".join(sign for sign in ends.translate(_LOOK_ALIKE) if sign.isalpha())
    once = {text[: len(text) // 2] for text in (plain, read) if text and text == text[: len(text) // 2] * 2}
    return {plain, plain.translate(_LOOK_ALIKE), read} | once


def _is_monotonous(folded: str) -> bool:
    """Tell whether runs along the alphabet or a keyboard, or repetitions, are most of it."""
    rows = [*_ROWS, *(row[::-1] for row in _ROWS)]
    in_runs = {
        at
        for start in range(len(folded) - _RUN + 1)
        if any(folded[start : start + _RUN] in row for row in rows)
        for at in range(start, start + _RUN)
    }
    pairs = [folded[at : at + 3] for at in range(len(folded) - 2)]
    repeats = len(pairs) - len(set(pairs))
    steps = sum(first == second for first, second in itertools.pairwise(folded))
    return len(in_runs) > len(folded) * 2 // 3 or max(repeats, steps) > len(folded) // 2
