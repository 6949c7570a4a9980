"""Faults planted into the invented province are challenged at the right place, in words, with what to do."""

from pathlib import Path

import pytest
import yaml

from etl.errors import ProblemsFound, say
from etl.pipeline.build import build
from etl.store.read import open_warehouse
from tests.conftest import TINY
from tests.delivery import replace_in, take_hash

YEARBOOK = "yearbook/gdp_2020_2022.csv"
COMMUNIQUE = "communique/energy_2021_2023.csv"
DONGHAI, XISHAN, HOME = "900100", "900200", "900000"
HISTORY = "yearbook/gdp_2005_2019.csv"
GDP_OF_DONGHAI = [205, 231, 262, 288, 301, 337, 372, 401, 424, 447, 470, 492, 518, 545, 571]


def add_history(data_dir: Path, *, donghai=GDP_OF_DONGHAI, leave_out=()) -> None:
    """Fifteen more years of the yearbook, in a file of their own."""
    rows = ["代码,地区,年份,生产总值（亿元）,第二产业（亿元）"]
    for year, figure in zip(range(2005, 2020), donghai, strict=True):
        rows.append(f"900100,东海市,{year},{figure},{round(figure * 0.5, 1)}")
        if year not in leave_out:
            xishan = round(GDP_OF_DONGHAI[year - 2005] * 0.65, 1)
            rows.append(f"900200,西山市,{year},{xishan},{round(xishan * 0.24, 1)}")
    path = data_dir / "raw" / HISTORY
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    meta = (data_dir / "raw" / f"{YEARBOOK}.meta.yaml").read_text("utf-8")
    path.with_name(f"{path.name}.meta.yaml").write_text(meta, "utf-8")
    take_hash(path)


def instead(figures, year, value):
    return [value if 2005 + at == year else figure for at, figure in enumerate(figures)]


def slip(data_dir):
    add_history(data_dir, donghai=instead(GDP_OF_DONGHAI, 2012, 4010000))


def jump(data_dir):
    add_history(data_dir, donghai=instead(GDP_OF_DONGHAI, 2012, 980))


def lasting(data_dir):
    add_history(data_dir, donghai=[f * (0.4 if at < 7 else 1) for at, f in enumerate(GDP_OF_DONGHAI)])


def mistyped_year(data_dir):
    replace_in(data_dir, YEARBOOK, "900203,青石区,2020", "900203,青石区,1920")


def lost_region(data_dir):
    add_history(data_dir, leave_out=(2012,))


def whole_wrong(data_dir):
    replace_in(data_dir, YEARBOOK, ",2022,690,340", ",2022,790,340")


def twice(data_dir):
    path = data_dir / "raw" / YEARBOOK
    path.write_text(path.read_text("utf-8") + "900100,东海市,2022,640,340\n", "utf-8")
    take_hash(path)


def increment_as_rate(data_dir):
    replace_in(data_dir, COMMUNIQUE, "东海市,2021,能耗总量增速,%,6.0", "东海市,2021,能耗总量增速,%,-2.91")


def impossible_share(data_dir):
    replace_in(data_dir, YEARBOOK, "900102,临港县,2020,250,180", "900102,临港县,2020,250,380")


def small_base(data_dir):
    replace_in(data_dir, YEARBOOK, "900102,临港县,2020,250,180", "900102,临港县,2020,2,1")


def owed(data_dir, within_year, first, days):
    declared = {
        "id": "yearly_gdp", "name": {"zh": "年报", "en": "yearly return"}, "source": "yearbook",
        "series": ["gdp_nominal"], "owed_by": "county", "within_year": within_year, "first": first,
        "last": "2022", "due_days": days,
    }  # fmt: skip
    text = yaml.safe_dump([declared], allow_unicode=True)
    (data_dir / "catalog" / "returns.yaml").write_text(text, "utf-8")


def late(data_dir):
    owed(data_dir, [""], "2020", 60)


def missing(data_dir):
    owed(data_dir, [""], "2021", 60)


def months(data_dir):
    replace_in(
        data_dir,
        YEARBOOK,
        "900203,青石区,2020,190,50",
        "900203,青石区,2020M01-12,190,50\n900203,青石区,2020,212,50",
    )


PLANTED = [
    (slip, "unit_slip", "gdp_nominal", DONGHAI, "2012"),
    (jump, "jump", "gdp_nominal", DONGHAI, "2012"),
    (lasting, "series_break", "gdp_nominal", DONGHAI, "2012"),
    (mistyped_year, "impossible_year", "gdp_nominal", "900203", "1920"),
    (lost_region, "coverage_shrank", "gdp_nominal", XISHAN, "2012"),
    (whole_wrong, "parts_against_whole", "gdp_nominal", HOME, "2022"),
    (twice, "duplicates_disagree", "gdp_nominal", DONGHAI, "2022"),
    (increment_as_rate, "growth_identity", "energy_intensity_change", DONGHAI, "2021"),
    (impossible_share, "implausible", "secondary_share", "900102", "2020"),
    (small_base, "small_denominator", "secondary_share", "900102", "2020"),
    (late, "late_return", "yearly_gdp", "900101", "2020"),
    (missing, "missing_return", "yearly_gdp", "900101", "2021"),
    (months, "months_against_year", "gdp_nominal", "900203", "2020"),
]


def challenges_of(data_dir, builds):
    summary = build(data_dir, builds)
    warehouse = open_warehouse(builds, summary.build_id)
    found = warehouse.challenges()
    warehouse.close()
    return {(row.kind, row.subject, row.region, row.period): row for row in found}


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    return set(challenges_of(TINY, tmp_path_factory.mktemp("before")))


@pytest.mark.parametrize(
    ("plant", "place"),
    [(plant, place) for plant, *place in PLANTED],
    ids=[each[0].__name__ for each in PLANTED],
)
def test_a_planted_fault_is_challenged_at_its_place(tiny_copy, tmp_path, before, plant, place):
    place = tuple(place)
    plant(tiny_copy)

    found = challenges_of(tiny_copy, tmp_path / "builds")

    assert place not in before
    assert place in found
    assert say(f"action_{place[0]}", "en")


def accept_rejects(data_dir, file, count):
    meta = data_dir / "raw" / f"{file}.meta.yaml"
    meta.write_text(f"{meta.read_text('utf-8')}accepted_rejects: {count}\n", "utf-8")


@pytest.mark.parametrize(
    ("year", "first", "code"), [("2203", None, "period_not_begun"), ("2019", 2020, "period_not_covered")]
)
def test_an_impossible_period_refuses_the_delivery_at_its_cell(tiny_copy, tmp_path, year, first, code):
    replace_in(tiny_copy, YEARBOOK, "900203,青石区,2020", f"900203,青石区,{year}")
    path = tiny_copy / "catalog" / "sources.yaml"
    sources = yaml.safe_load(path.read_text("utf-8"))
    next(each for each in sources if each["id"] == "yearbook")["covers"] = {"first": first}
    path.write_text(yaml.safe_dump(sources, allow_unicode=True), "utf-8")

    with pytest.raises(ProblemsFound) as refused:
        build(tiny_copy, tmp_path / "builds")

    (problem,) = refused.value.problems
    assert (problem.reject_code, problem.facts["file"], problem.facts["cell"]) == (code, YEARBOOK, "C9")
    assert f"found the period '{year}'; expected" in problem.say("en")
    assert not (tmp_path / "builds" / "current").exists()


def test_a_mistyped_year_that_somebody_accepted_is_rejected_and_is_no_period_of_the_build(
    tiny_copy, tmp_path
):
    replace_in(tiny_copy, YEARBOOK, "900203,青石区,2020", "900203,青石区,2203")
    accept_rejects(tiny_copy, YEARBOOK, 1)

    summary = build(tiny_copy, tmp_path / "builds")

    warehouse = open_warehouse(tmp_path / "builds", summary.build_id)
    rejected = warehouse.rejected()
    assert {(row.code, row.found) for row in rejected} == {("period_not_begun", "2203")}
    assert "2203" not in {value.period for value in warehouse.values(["gdp_nominal"])}
    warehouse.close()


def test_fifteen_quiet_years_raise_no_challenge_about_their_course(tiny_copy, tmp_path):
    add_history(tiny_copy)

    found = challenges_of(tiny_copy, tmp_path / "builds")

    assert {
        place for place in found if place[0] in {"jump", "unit_slip", "series_break", "impossible_year"}
    } == set()
