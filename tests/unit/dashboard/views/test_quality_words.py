"""Whatever the stages can say of the data has its words on the page, in both languages."""

import pytest

from dashboard.text import words
from etl.challenge.challenge import CHECKS, STEPS
from etl.errors import load_messages
from etl.model.due_return import ReturnState


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_kind_of_challenge_has_a_name(lang):
    kinds = {key.removeprefix("challenge_") for key in load_messages() if key.startswith("challenge_")}

    assert kinds >= {*CHECKS, *STEPS}
    assert kinds == set(words(lang).below("data.kind"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_reason_of_a_reject_has_a_name(lang):
    codes = {key.removeprefix("reject_") for key in load_messages() if key.startswith("reject_")}

    assert codes == set(words(lang).below("data.reject"))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("group", ["state", "state_word", "sign", "legend", "counted"])
def test_every_state_of_a_return_has_its_words(lang, group):
    assert {state.value for state in ReturnState} <= set(words(lang).below(f"data.{group}"))
