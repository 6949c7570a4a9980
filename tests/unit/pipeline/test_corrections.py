"""Known errors as data: applied with the original kept, refused when the publisher repaired it."""

from datetime import date

import pytest
import yaml

from etl.errors import ProblemsFound
from etl.pipeline.build import build
from etl.store.read import open_warehouse
from tests.delivery import replace_in
from tests.exported import exports_of
from tests.unit.pipeline.test_command_line import here  # noqa: F401  a fixture
from tests.unit.pipeline.test_vintages import add_edition

YEARBOOK = "yearbook/gdp_2020_2022.csv"
DONGHAI = {
    "id": "donghai_2022",
    "series": "gdp_nominal",
    "region": "900100",
    "periods": ["2022"],
    "expect": 690,
    "reason": {"zh": "年鉴第12页印误", "en": "misprint on page 12 of the yearbook"},
    "reported": {"date": "2024-01-10", "by": "东海市统计局"},
}


def declare(data_dir, *corrections):
    folder = data_dir / "catalog" / "corrections"
    folder.mkdir(exist_ok=True)
    (folder / "yearbook.yaml").write_text(yaml.safe_dump(list(corrections), allow_unicode=True), "utf-8")


def built(data_dir, builds, as_of=None):
    summary = build(data_dir, builds, as_of)
    return open_warehouse(builds, summary.build_id)


def gdp_of(warehouse, region="900100", period="2022"):
    rows = warehouse.observations(["gdp_nominal"], [region], [period])
    return [(row.value, row.reported, row.correction) for row in rows]


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ({"action": "replace", "value": 699}, (699.0, "as_published", None)),
        ({"action": "scale", "factor": 0.1}, (69.0, "as_published", None)),
        ({"action": "withhold"}, (None, "missing", "rejected")),
    ],
)
def test_a_correction_takes_the_place_of_the_figure_and_the_original_is_kept(
    tiny_copy, tmp_path, action, expected
):
    declare(tiny_copy, {**DONGHAI, **action})

    warehouse = built(tiny_copy, tmp_path / "builds")

    (row,) = warehouse.observations(["gdp_nominal"], ["900100"], ["2022"])
    assert (row.value, row.status, row.reason) == expected
    assert (row.reported, row.correction) == (690.0, "donghai_2022")
    (listed,) = warehouse.corrections()
    assert (listed.reported, listed.corrected, listed.cell.file) == (690.0, expected[0], YEARBOOK)
    warehouse.close()


def test_figures_of_two_regions_that_were_mixed_up_are_moved(tiny_copy, tmp_path):
    replace_in(tiny_copy, YEARBOOK, "900100,东海市,2022,690,340", "900100,东海市,2022,460,340")
    replace_in(tiny_copy, YEARBOOK, "900200,西山市,2022,460,-", "900200,西山市,2022,690,-")
    pairs = (("900100", "900200", 460), ("900200", "900100", 690))
    moves = [
        {**DONGHAI, "id": f"moved_{a}", "region": a, "action": "move_region", "to_region": b, "expect": value}
        for a, b, value in pairs
    ]
    declare(tiny_copy, *moves)

    warehouse = built(tiny_copy, tmp_path / "builds")

    assert gdp_of(warehouse, "900100") == [(690.0, 690.0, "moved_900200")]
    assert gdp_of(warehouse, "900200") == [(460.0, 460.0, "moved_900100")]
    warehouse.close()


def test_explain_prints_what_the_file_says_what_is_used_why_and_who_reported_it(here, tiny_copy, tmp_path):  # noqa: F811
    declare(tiny_copy, {**DONGHAI, "action": "replace", "value": 699})
    builds = tmp_path / "builds"
    build(tiny_copy, builds)

    done = here("explain", "900100", "gdp", "2022", "--data", tiny_copy, "--build-dir", builds)

    assert "cell D14: 690" in done.stdout
    assert (
        "correction donghai_2022 (replaced): the file says 690, 699 is used; "
        "misprint on page 12 of the yearbook (2024-01-10, 东海市统计局)"
    ) in done.stdout


def test_a_correction_is_refused_when_the_publisher_has_repaired_the_figure(tiny_copy, tmp_path):
    declare(tiny_copy, {**DONGHAI, "action": "replace", "value": 699})
    add_edition(tiny_copy)

    with pytest.raises(ProblemsFound) as refused:
        build(tiny_copy, tmp_path / "builds")

    said = str(refused.value)
    assert "corrections/yearbook.yaml, correction donghai_2022" in said
    assert "yearbook/gdp_2022_revised.csv!D2 now holds 702" in said
    assert "expected 690" in said
    assert "set status to ended and ended to 2024-03-15" in said


def test_an_ended_correction_still_holds_for_the_days_before_its_end(tiny_copy, tmp_path):
    add_edition(tiny_copy)
    ended = {"status": "ended", "ended": "2024-03-15"}
    declare(tiny_copy, {**DONGHAI, "action": "replace", "value": 699, **ended})
    now, february, january = (
        built(tiny_copy, tmp_path / "builds", day) for day in (None, date(2024, 2, 29), date(2024, 1, 5))
    )

    assert gdp_of(now) == [(702.0, 702.0, None)]
    assert gdp_of(february) == [(699.0, 690.0, "donghai_2022")]
    assert gdp_of(january) == [(690.0, 690.0, None)]  # nobody had reported the error yet
    for warehouse in (now, february, january):
        warehouse.close()


def test_a_correction_of_a_figure_that_no_file_holds_is_refused(here, tiny_copy):  # noqa: F811
    declare(tiny_copy, {**DONGHAI, "action": "withhold", "periods": ["2019"]})

    done = here("check", "--data", tiny_copy)

    assert done.returncode == 1
    assert "yearbook holds no figure gdp_nominal 900100 2019 (expected 690)" in done.stderr


def test_one_file_of_several_can_be_corrected_alone(tiny_copy, tmp_path):
    add_edition(tiny_copy)
    only = {"file": "yearbook/gdp_2022_revised.csv", "expect": 702}
    declare(tiny_copy, {**DONGHAI, "action": "replace", "value": 701, **only})

    warehouse = built(tiny_copy, tmp_path / "builds")

    rows = warehouse.observations(["gdp_nominal"], ["900100"], ["2022"], all_vintages=True)
    assert [(row.value, row.correction) for row in rows] == [(701.0, "donghai_2022"), (690.0, None)]
    warehouse.close()


def test_without_corrections_nothing_changes(tiny_build, tiny_copy, tmp_path):
    declare(tiny_copy)
    warehouse = built(tiny_copy, tmp_path / "builds")
    warehouse.close()

    assert exports_of(tmp_path / "builds" / warehouse.build_id) == exports_of(tiny_build.folder)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"action": "replace"}, "takes value"),
        ({"action": "withhold", "value": 1}, "takes neither"),
        ({"action": "scale", "factor": 0}, "a number above 0"),
        ({"action": "withhold", "expect": [1, 2]}, "1 periods need 1"),
        ({"action": "withhold", "status": "ended"}, "goes with the day"),
        ({"action": "withhold", "region": "999999"}, "'999999'"),
        ({"action": "withhold", "series": "nothing"}, "'nothing'"),
    ],
)
def test_a_correction_that_says_too_little_or_names_nothing_is_refused(here, tiny_copy, wrong, says):  # noqa: F811
    declare(tiny_copy, {**DONGHAI, **wrong})

    done = here("check", "--data", tiny_copy)

    assert done.returncode == 1
    assert "yearbook.yaml" in done.stderr
    assert says in done.stderr


def test_two_corrections_of_one_figure_are_refused(here, tiny_copy):  # noqa: F811
    one = {**DONGHAI, "action": "replace", "value": 699}
    declare(tiny_copy, one, {**one, "id": "donghai_again", "value": 698})

    done = here("check", "--data", tiny_copy)

    assert done.returncode == 1
    assert "donghai_again" in done.stderr
    assert "one correction for one figure" in done.stderr
