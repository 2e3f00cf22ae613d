"""What a refusal is called on a kiosk's screen."""

import pytest

from kiosk_agent.protocol.languages import Language
from kiosk_agent.protocol.problem import Problem, ProblemCode
from kiosk_agent.tutor.text.translator import Translator
from kiosk_agent.tutor.text.words import problem_words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "You cannot sign in now. Ask your trainer."),
        ("es", "Ahora no puedes entrar. Pregunta a tu formador."),
    ],
)
def test_who_may_not_sign_in_is_sent_to_the_trainer_and_told_no_reason(language: Language, words: str) -> None:
    problem = Problem(code=ProblemCode.MAY_NOT_SIGN_IN, message="for logs", hint="for IT")
    assert problem_words(problem, None, Translator.load(language)) == words
