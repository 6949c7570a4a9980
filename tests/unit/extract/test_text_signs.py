"""One look through a file tells its separators and whether it is text at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.extract import text_signs
from etl.extract.text_signs import signs_of

TEXTS = st.text(st.sampled_from('a,\n\r" 沈镕\t%'), max_size=60)


@given(TEXTS, st.sampled_from(["utf-8", "gb18030"]), st.integers(1, 9))
def test_separators_stand_where_the_text_has_them_and_signs_are_counted(text, encoding, piece):
    raw = text.encode(encoding)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_signs, "_PIECE", piece)
        signs = signs_of(raw, most=1_000)

    places = [at for at, sign in enumerate(raw) if sign in b",\n"]
    assert signs.separators.tolist() == places
    assert signs.is_line_end.tolist() == [raw[at] == ord("\n") for at in places]
    assert [signs.count(bytes([sign])) for sign in b',\n\r" \t%'] == [raw.count(s) for s in b',\n\r" \t%']
    assert not signs.is_binary


@pytest.mark.parametrize("sign", [b"\0", b"\x1b", b"\x7f"])
def test_a_character_that_no_text_has_is_told(sign):
    assert signs_of(b"a,b\n" * 100 + sign, most=1_000).is_binary


def test_of_too_many_separators_only_the_number_is_told():
    signs = signs_of(b",\n" * 50, most=99)

    assert signs.separators is None
    assert (signs.count(b","), signs.count(b"\n")) == (50, 50)
