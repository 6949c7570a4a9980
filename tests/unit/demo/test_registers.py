"""Firms, titles and projects: invented, well formed, and their stock adds up."""

import csv
import json
from datetime import date
from itertools import pairwise

import pytest

from etl.demo.credit_code import credit_check, demo_credit_code
from etl.demo.enterprises import FIRMS
from etl.demo.projects import PROJECTS, energy_review

TIERS = ("innovative_sme", "srdi_sme", "little_giant", "single_champion")


@pytest.fixture(scope="module")
def register(clean):
    return clean.register


def test_the_check_digit_is_that_of_the_standard():
    # GB 32100-2015, appendix: 91350100M000100Y43
    assert credit_check("91350100M000100Y4") == "3"


def test_codes_are_valid_unique_and_behind_the_reserved_prefix(register):
    codes = [firm.credit_code for firm in register.firms]

    assert len(set(codes)) == FIRMS >= 1500
    for code in codes:
        assert len(code) == 18
        assert code.startswith("Y9999999DEM")
        assert credit_check(code[:17]) == code[17]
    assert demo_credit_code(0) == codes[0]


def test_every_firm_is_named_as_a_demonstration_and_stands_in_no_real_list(register, real_data):
    names = {firm.name for firm in register.firms}
    with (real_data / "raw/lnrb_2022_12_24/single_champions_batch7.csv").open(encoding="utf-8") as stream:
        real = {row["firm"] for row in csv.DictReader(stream)}

    assert len(names) == FIRMS
    assert all(name.startswith("演示") and name.endswith("有限公司") for name in names)
    assert not names & real
    assert not any("演示" in name for name in real)


def test_tiers_are_nested(register):
    held = {tier: {t.firm.credit_code for t in register.titles if t.tier.id == tier} for tier in TIERS}

    for wide, narrow in pairwise(TIERS):
        assert held[narrow] < held[wide]
    assert len(held["single_champion"]) >= 10


def test_a_title_runs_for_three_years(register):
    for title in register.titles:
        assert title.valid_to == title.recognised.replace(year=title.recognised.year + 3)


def test_every_kind_of_event_occurs(register):
    kinds = {event.kind for event in register.events}

    assert kinds == {
        "extended", "lapsed", "revoked", "moved_out", "moved_in", "renamed", "merged", "promoted",
    }  # fmt: skip


def test_a_review_becomes_known_after_the_title_has_run_out(register):
    for event in register.events:
        if event.kind in {"extended", "lapsed"}:
            assert event.published > event.day


def test_a_title_is_reviewed_once_a_term_and_never_after_it_lapsed(register):
    for_title = {}
    for event in register.events:
        if event.kind in {"extended", "lapsed"}:
            for_title.setdefault((event.firm.credit_code, event.tier_id), []).append((event.day, event.kind))
    for reviews in for_title.values():
        days = [day for day, _ in sorted(reviews)]
        assert all(after.year - before.year == 3 for before, after in pairwise(days))
        assert "lapsed" not in [kind for _, kind in sorted(reviews)[:-1]]


def test_a_move_leaves_one_county_and_enters_another_on_the_same_day(register):
    out = {(e.firm.credit_code, e.day): e.county for e in register.events if e.kind == "moved_out"}
    into = {(e.firm.credit_code, e.day): e.county for e in register.events if e.kind == "moved_in"}

    assert out.keys() == into.keys()
    assert all(out[key] != into[key] for key in out)


def test_nothing_befalls_a_merged_or_revoked_firm_afterwards(register):
    ends = {e.firm.credit_code: e.day for e in register.events if e.kind in {"merged", "revoked"}}
    for event in register.events:
        assert event.kind in {"merged", "revoked"} or event.day < ends.get(event.firm.credit_code, date.max)


def test_published_counts_are_those_of_the_register(clean, register):
    december = [file for file in clean.files if file.source == "demo_titles" and file.name == "2024M12.csv"]
    (file,) = december
    counted = {(fact.series, fact.region): int(row[column]) for fact, (row, column) in file.cells.items()}
    by_then = [
        t for t in register.titles if t.tier.id == "little_giant" and t.recognised <= date(2024, 12, 31)
    ]
    dalian = [t for t in by_then if t.county.startswith("2102")]

    assert counted["little_giant_cumulative", "210000"] == len(by_then)
    assert counted["little_giant_cumulative", "210200"] == len(dalian)
    assert counted["little_giant_cumulative", "LN-EXCL-DALIAN"] == len(by_then) - len(dalian)


def test_national_lists_count_dalian_apart(clean):
    files = [file for file in clean.files if file.source == "demo_enterprise_titles"]
    at = {name: files[0].headings.index(name) for name in ("行政区划代码", "层级", "名单口径")}
    scopes = {
        (row[at["行政区划代码"]].startswith("2102"), row[at["名单口径"]])
        for file in files
        for row in file.rows
        if row[at["层级"]] == "little_giant"
    }
    assert scopes == {(True, "大连"), (False, "辽宁（不含大连）")}


@pytest.mark.parametrize(
    ("energy", "filed", "review"),
    [
        (5_000.0, date(2023, 5, 31), "省级审查"),  # 发改委令44号: from 5,000 tce
        (5_000.0, date(2023, 6, 1), "市级审查"),  # 令2023第2号: from 10,000 tce
        (10_000.0, date(2023, 6, 1), "省级审查"),
        (999.9, date(2024, 1, 1), "免于审查"),
    ],
)
def test_the_review_of_a_project_follows_the_threshold_of_its_day(energy, filed, review):
    assert energy_review(energy, filed) == review


def test_there_are_three_hundred_projects_of_all_classes_and_decisions(clean):
    files = [file for file in clean.files if file.source == "demo_projects"]
    rows = [dict(zip(file.headings, row, strict=True)) for file in files for row in file.rows]

    assert len(rows) == PROJECTS == 300
    assert {row["目录类别"] for row in rows} == {"鼓励", "允许", "限制", "淘汰"}
    assert {row["办理结果"] for row in rows} == {"同意", "不予办理", "退回补正", "办理中"}
    assert json.dumps(rows, ensure_ascii=False).count("DEMO-") == PROJECTS
