"""Names stand where people of any of our languages look for them, numbers by their value, and are found as typed."""

import pytest

from classroom_server.core import names
from classroom_server.core.names import SORT_KEY_CHARACTERS, searched, sort_key


@pytest.mark.parametrize(
    "in_order",
    [
        ("Kiosk", "Kiosk 2", "Kiosk 02 b", "kiosk 10", "Kiosk 100", "Kiosk A"),
        ("2B", "10A", "10B", "A2", "A10", "a10-2", "A10-10"),
        ("Kiosk 9", f"Kiosk {9 * 10**20}", f"Kiosk {10**21}"),
        ("Sala ٢", "Sala ⑩", "Sala 11"),
        # Spanish: ñ stands with n, and accents change nothing.
        ("Andrea Ruiz", "Ángel Ibáñez", "Angela Ibarra", "Íñigo Sáez", "Iria Sáez"),
        ("Munar", "Muñiz", "Muniza", "Muñoz", "Munt"),
        # Portuguese
        ("Conceição Lima", "Concha Lima", "João Araújo", "Joao Assis", "Joaquim Sá"),
        # Romanian, with commas below and, as old keyboards write them, with cedillas
        ("Ioana Stan", "Ion Ștefan", "Ion Ştefana", "Ion Sterea", "Îon Tudor", "Ion Țurcanu"),
        # Catalan
        ("Àlex Gala", "Àlex Gal·la", "Alex Gallard", "Alexandre Gala", "Núria O'Neill", "Nuria Oneto"),
        # Others who learn in our classrooms
        ("Łukasz Zając", "Lukasz Zielinski", "Øystein Berg", "Oyvind Berg", "Straßer", "Strasserin"),
        ("Ana María", "Ana-María B", "Ana María C", "Anabel"),
    ],
)
def test_names_stand_in_the_order_in_which_people_look(in_order: tuple[str, ...]) -> None:
    keys = [sort_key(name) for name in in_order]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("angel", "Ángel Núñez"),
        ("NUÑEZ", "Ángel Núñez"),
        ("conceicao", "Conceição Lima"),
        ("stefan tuţea", "Ștefan Țuțea"),
        ("galla", "Gal·la Puig"),
        ("Gal·la", "Galla Puig"),
        ("oneil", "Shane O\u2019Neil"),
        ("oneil", "Shane O\u00b4Neil"),
        ("o'neil", "Shane O\u2018Neil"),
        ("jean paul", "Jean-Paul Marat"),
        ("jean-paul", "Jean\u2011Paul Marat"),
        ("lukasz", "Łukasz Zając"),
        ("strasse", "Straßer"),
        ("\u0131zmir", "İzmir"),
        ("ana  maria", "Ana\u00a0María"),
    ],
)
def test_a_search_is_blind_to_accents_case_and_the_signs_within_a_name(typed: str, name: str) -> None:
    assert searched(typed) in searched(name)


def test_a_key_has_room_in_its_column_whatever_the_name() -> None:
    for sign in ("\ufdfa", "⑳", "1a", "ŉ", "a\u0301", "한"):
        name = (sign * names.NAME_CHARACTERS)[: names.NAME_CHARACTERS]
        assert 0 < len(sort_key(name)) <= SORT_KEY_CHARACTERS
