"""A changed figure judged without a build: the verdicts and flags that a build of the changed file gives."""

import pytest

from etl.errors import UsageError
from etl.model.period import Period
from etl.pipeline.build import build
from etl.pipeline.changed import ChangedFigure, changed_figure, reassess_changed
from etl.store.read import open_warehouse
from tests.delivery import replace_in

DONGHAI = "900100"
CHANGE = "energy_intensity_change_published"


def stored(warehouse, region):
    return sorted(map(str, warehouse.assessments(regions=[region]))), sorted(
        map(str, warehouse.flags([region]))
    )


def rows(found):
    assessments, flags = found.rows()
    return sorted(map(str, assessments)), sorted(map(str, flags))


@pytest.mark.parametrize("region", [DONGHAI, "900200", "900000"])
def test_without_a_change_every_verdict_is_that_of_the_build(tiny_build, region):
    found = reassess_changed(tiny_build.folder, tiny_build.catalog, region, [])

    assert rows(found) == stored(tiny_build.warehouse, region)


def test_a_region_of_the_shipped_figures_is_judged_as_in_the_build(real_build):
    found = reassess_changed(real_build.folder, real_build.catalog, "210100", [])

    assert rows(found) == stored(real_build.warehouse, "210100")


def test_a_changed_figure_gives_the_verdicts_of_a_build_of_the_changed_file(tiny_build, tiny_copy, tmp_path):
    replace_in(
        tiny_copy, "communique/energy_2021_2023.csv",
        "东海市,2022,能耗强度变化,％,-2.00", "东海市,2022,能耗强度变化,％,3.00",
    )  # fmt: skip
    built = build(tiny_copy, tmp_path / "builds")
    changes = [ChangedFigure(CHANGE, Period.parse("2022"), 3.0)]
    found = reassess_changed(tiny_build.folder, tiny_build.catalog, DONGHAI, changes)

    assert rows(found) == stored(open_warehouse(tmp_path / "builds", built.build_id), DONGHAI)
    assert rows(found) != stored(tiny_build.warehouse, DONGHAI)


def test_the_build_itself_is_not_touched(tiny_build):
    before = (tiny_build.folder / "warehouse.duckdb").read_bytes()
    reassess_changed(tiny_build.folder, tiny_build.catalog, DONGHAI, [changed_figure(f"{CHANGE}@2022=9")])

    assert (tiny_build.folder / "warehouse.duckdb").read_bytes() == before


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("nonsense@2022=1", "Unknown series 'nonsense'"),
        (f"{CHANGE}@2050=1", f"The build has no figure {CHANGE} of 900100 for 2050"),
        (f"{CHANGE}=1", "is no changed figure: @ or = is lacking"),
        (f"{CHANGE}@2022=much", "is no changed figure"),
    ],
)
def test_a_figure_that_cannot_change_is_named(tiny_build, text, says):
    with pytest.raises(UsageError, match=says):
        reassess_changed(tiny_build.folder, tiny_build.catalog, DONGHAI, [changed_figure(text)])
