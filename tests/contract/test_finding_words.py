"""Every code of a finding and of a flow of titles has its words in both languages."""

import pytest

from etl.derive.decoupling import DecouplingState
from etl.derive.peak import PeakCharacter, PeakStatus
from etl.errors import say
from etl.model.finding import FindingKind, FindingResult
from etl.model.title import TitleFlow

CODES = [
    *(f"finding_{kind.value}" for kind in FindingKind),
    *(f"found_{code.value}" for codes in (PeakStatus, PeakCharacter, DecouplingState) for code in codes),
    *(f"found_{result.value}" for result in FindingResult),
    *(f"flow_{flow.value}" for flow in TitleFlow),
    "found_observed_maximum",
    "found_beyond",
]


@pytest.mark.parametrize("code", sorted(set(CODES)))
def test_code_has_words_in_both_languages(code) -> None:
    assert say(code, "zh")
    assert say(code, "en") != say(code, "zh")
