"""Flags with what they lack, challenges with their evidence, and every source of the page."""

import json

import pytest

from dashboard.selection import Selection
from dashboard.views.flags_and_doubts import build_concerns_view, build_sources_view
from dashboard.views.spine import RegionRows, build_spine
from etl.store.rows import FlagRow
from tests.unit.dashboard.rows import challenge

FLAG = FlagRow(
    "f1", "energy", "warning", "worst_level", "energy_intensity_change", "210000", "2020Q1-3", "flags_2026",
    json.dumps({
        "barometer_rule": "ndrc_gap10", "result": "level_1", "value": None,
        "checks": {"energy": True, "five_year_behind": False, "own_target": True},
    }),
)  # fmt: skip


def view_of(catalog, code, rows, lang="zh"):
    return build_concerns_view(catalog, catalog.region(code), rows, Selection("region", lang, region=code))


def test_a_flag_says_what_it_lacks_to_be_more_than_a_warning(shipped_catalog):
    (card,) = view_of(shipped_catalog, "210000", RegionRows(flags=[FLAG])).flags
    assert "2020年前三季度" in card.title
    assert "发改办环资〔2020〕901号" in card.basis
    assert (card.checks[1].sentence, card.checks[1].outcome) == ("五年进度没有落后", False)
    assert card.lacking == "只作提示，不能作为限批建议的依据：五年进度没有落后。"


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("zh", "五年进度尚无法判断：该规划期截至当期还没有可评价的累计数据"),
        (
            "en",
            "five-year progress cannot be judged yet: "
            "by then, the plan has no cumulative figure that can be judged",
        ),
    ],
)
def test_progress_that_nobody_can_judge_yet_is_never_called_not_behind(shipped_catalog, lang, sentence):
    facts = {
        "result": "level_1",
        "checks": {"five_year_behind": None},
        "undetermined": {"five_year_behind": "no_span_yet"},
    }
    row = FLAG._replace(facts=json.dumps(facts))
    (card,) = view_of(shipped_catalog, "210000", RegionRows(flags=[row]), lang).flags
    assert [(check.sentence, check.state) for check in card.checks] == [(sentence, "unknown")]
    assert sentence in card.lacking


def test_no_flag_is_not_called_a_success(shipped_catalog):
    assert "不表示达标" in view_of(shipped_catalog, "210300", RegionRows()).no_flags
    assert "其他省份不作预警" in view_of(shipped_catalog, "110000", RegionRows()).no_flags


def test_an_open_challenge_stands_before_notes(shipped_catalog):
    facts = {"parts": 11607.6, "whole": 11734.5, "residual": 126.9, "count": 14}
    note = challenge("parts_against_whole", "va_secondary", "210000", "2023", **facts)
    rows = RegionRows(challenges=[note, note._replace(severity="challenge", challenge_id="c2")])
    view = view_of(shipped_catalog, "210000", rows)
    assert "差额 126.9" in view.challenges[0].lines[0]
    assert view.notes_title == "数据说明（1条）"


def test_registers_are_among_the_sources(shipped_catalog):
    spine = build_spine(shipped_catalog, shipped_catalog.region("210115"), RegionRows())
    selection = Selection("region", region="210115")
    (source,) = build_sources_view(shipped_catalog, spine, ["boundary_events"], selection).sources
    assert source.nature == "研究数据"
    assert "须复核" in source.caution


def test_a_flag_that_has_ended_is_told_as_history_and_not_as_none(shipped_catalog):
    # 2020 Q1–Q3 was level 1; the half-year of 2021 was not, by another rule (发改办环资〔2021〕629号)
    facts = json.dumps({**json.loads(FLAG.facts), "ended_how": "lapsed"})
    ended = FLAG._replace(ended_in="2021H1", facts=facts)
    view = view_of(shipped_catalog, "210000", RegionRows(flags=[ended]))
    assert view.flags == ()
    assert view.no_flags.startswith("没有未解除的预警")
    assert "历史预警1条" in view.past_flags
    assert "2020年前三季度起，至2021年上半年随规划期或评价规则更替终止，不等于好转" in view.past_flags
