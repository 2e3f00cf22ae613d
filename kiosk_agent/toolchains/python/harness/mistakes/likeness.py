"""Words that are nearly others: misspelt, or Python's own in the learner's language or another programming language."""

import unicodedata
from collections.abc import Iterable

LONGEST = 40
SHORT = 5
"""Of words up to so many letters, two are another word: a count is not found."""
BEGINS_LINE = (
    *("if", "elif", "else", "for", "while", "def", "class", "return", "import", "from", "try", "except", "finally"),
    *("break", "continue", "pass", "with", "raise"),
)
BUILT_IN = (
    *("print", "len", "range", "sum", "str", "int", "float", "round", "max", "min", "sorted", "abs", "list", "input"),
    *("True", "False", "None", "enumerate", "reversed"),
)
MEMBERS = (
    *("append", "pop", "insert", "remove", "sort", "index", "count", "extend", "upper", "lower", "strip", "split"),
    *("join", "replace", "keys", "values", "items", "get", "title", "capitalize", "format", "startswith", "endswith"),
)
OF_A_LIST = ("sum", "max", "min", "sorted", "reversed", "len")
"""What other languages write after a point, and Python before the list."""
_OWN_WORDS = {
    "if": "si se dacă daca",
    "elif": "elseif elsif sinosi",
    "else": "sino senão senao altfel altrimenti altramente otherwise",
    "for": "para per pentru foreach forEach",
    "while": "mientras mentre enquanto cât cat until",
    "in": "of en em în de on din",
    "return": "devuelve devolver devuelva retorna retorno retornar retorne regresa regresar torna tornar devolve "
    "returnează returneaza întoarce intoarce ritorna",
    "def": "función funcion funció funcio função funcao funcție functie funzione function func fun fn definir",
    "import": "importar importa importe importă include using",
}
_OWN_VALUES = {
    "True": "verdadero cierto verdader cert verdadeiro adevărat adevarat vero yes sí sim da true TRUE",
    "False": "falso fals falsch false FALSE",
    "None": "nada nulo null nil NULL none undefined nimic res",
    "print": "imprimir imprime escribe mostrar println echo puts write",
    "len": "longitud largo tamaño llargada comprimento tamanho lungime length size",
    "sum": "suma soma sumar",
    "range": "rango",
    "not": "no",
}
_OWN_MEMBERS = {
    "append": "push add añadir agregar agrega afegeix adiciona adaugă adauga put",
    "upper": "toUpperCase mayusculas uppercase toupper",
    "lower": "toLowerCase minusculas lowercase tolower",
    "strip": "trim",
}
_KINDS = {
    kind: {own: word for word, words in table.items() for own in words.split()}
    for kind, table in {"word": _OWN_WORDS, "value": _OWN_VALUES, "member": _OWN_MEMBERS}.items()
}


def in_python(kind: str, word: str) -> str | None:
    """Return what Python says for a word of another language. Kinds: word, value, member."""
    return _KINDS[kind].get(word) or _KINDS[kind].get(word.lower())


def nearest(word: str, names: Iterable[str]) -> str | None:
    """Return the one of `names` that `word` is nearly."""
    best, least = None, 2.0 if len(word) <= SHORT else 3.0
    if len(word) > LONGEST:
        return None
    for name in names:
        if name == word or len(name) > LONGEST or abs(len(name) - len(word)) >= least:
            continue
        # Another case, or no accents, is the same word written otherwise.
        distance = 0.5 if plain(name) == plain(word) else float(_steps(plain(word), plain(name)))
        if distance < least and distance < len(name) / 2:
            best, least = name, distance
    return best


def plain(word: str) -> str:
    """Return the word in small letters, without accents."""
    return without_accents(word).lower()


def without_accents(word: str) -> str:
    """Return the word's letters alone."""
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


def _steps(one: str, other: str) -> int:
    """Return how many letters are other ones, missing, too many, or two changed about."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, mine in enumerate(one, 1):
        row = [i]
        for j, yours in enumerate(other, 1):
            row.append(min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (mine != yours)))
            if i > 1 and j > 1 and mine == other[j - 2] and one[i - 2] == yours:
                row[j] = min(row[j], before[j - 2] + 1)
        before, last = last, row
    return last[len(other)]
