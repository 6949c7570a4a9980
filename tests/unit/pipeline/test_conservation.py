"""No row gets lost between staging and observing: the source that lost one is named with its counts."""

import numpy as np
import pytest

from etl.errors import ConservationError
from etl.observe.observe import observe
from etl.pipeline import engine
from etl.pipeline.build import build
from tests.conftest import TINY


def losing(source):
    def observe_less(*arguments):
        rows = observe(*arguments)
        return rows.take(~rows.coded("source").is_word(source))

    return observe_less


# the tiny province: 15 rows of the communiqué, 26 of the yearbook
@pytest.mark.parametrize(("source", "rows_in"), [("communique", 15), ("yearbook", 26)])
def test_the_source_that_lost_rows_is_named_and_nothing_is_published(tmp_path, monkeypatch, source, rows_in):
    monkeypatch.setattr(engine, "observe", losing(source))

    with pytest.raises(ConservationError) as lost:
        build(TINY, tmp_path)

    assert (lost.value.facts["source"], lost.value.facts["rows_in"], lost.value.facts["kept"]) == (
        source,
        rows_in,
        0,
    )
    assert f"observe ({source}): {rows_in} in, 0 kept" in lost.value.say("en")
    assert list(tmp_path.iterdir()) == []


def test_loss_in_one_source_is_not_made_up_by_a_doubling_in_another(tmp_path, monkeypatch):
    def swapped(*arguments):
        rows = observe(*arguments)
        yearbook = np.flatnonzero(rows.coded("source").is_word("yearbook"))
        return rows.take(np.append(yearbook, yearbook[:15]))  # as many rows in all as there should be

    monkeypatch.setattr(engine, "observe", swapped)

    with pytest.raises(ConservationError) as lost:
        build(TINY, tmp_path)

    assert (lost.value.facts["source"], lost.value.facts["rows_in"], lost.value.facts["kept"]) == (
        "yearbook",
        26,
        41,
    )
