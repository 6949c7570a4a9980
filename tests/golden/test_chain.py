"""Printed publications against the real chain: cell → observation → value → verdict."""

import csv
import json
from pathlib import Path

import pytest

from etl.catalog.breaks import break_years
from etl.extract.csv_file import in_utf8
from etl.model.period import Period
from etl.model.sheet import cell_name

GOLDEN = Path(__file__).parent
HOME = "210000"


def read(name):
    with (GOLDEN / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


CHAIN = read("chain")


def named(row):
    return f"{row['indicator']} {row['region']} {row['period']}"


def value_of(build, indicator, region, period):
    (found,) = build.warehouse.values([indicator], [region], [period])
    return found


def in_use(build, row):
    indicator = build.catalog.indicators[row["indicator"]]
    (read_of,) = indicator.reads(Period.parse(row["period"]), published=True)
    (observation,) = build.warehouse.observations([read_of.name], [row["region"]], [row["period"]])
    return observation


@pytest.mark.parametrize("row", CHAIN, ids=named)
def test_the_cell_holds_what_the_publication_prints(real_build, row):
    file, cell = row["cell"].split("!")
    path = real_build.data_dir / "raw" / file
    lines = list(csv.reader(in_utf8(path.read_bytes(), file).decode().splitlines()))
    column, line = ord(cell[0]) - ord("A"), int(cell[1:])

    assert lines[line - 1][column] in {row["typed"], f"{row['typed']}.0"}


@pytest.mark.parametrize("row", CHAIN, ids=named)
def test_the_observation_in_use_is_that_cell_in_the_unit_of_its_series(real_build, row):
    observation = in_use(real_build, row)

    assert (
        f"{observation.cell.file}!{cell_name(observation.cell.row, observation.cell.column)}" == row["cell"]
    )
    assert observation.value == float(row["value"])
    assert real_build.catalog.series[observation.series].unit == row["unit"]
    assert (observation.nature, observation.bound) == (row["nature"], row["bound"])


@pytest.mark.parametrize("row", CHAIN, ids=named)
def test_the_value_is_the_published_figure_and_says_so(real_build, row):
    value = value_of(real_build, row["indicator"], row["region"], row["period"])

    assert (value.value, value.basis) == (float(row["value"]), row["basis"])
    assert real_build.catalog.indicators[row["indicator"]].unit == row["unit"]


@pytest.mark.parametrize("row", [row for row in CHAIN if row["verdict"]], ids=named)
def test_the_verdict_is_what_rule_and_target_say(real_build, row):
    (found,) = real_build.warehouse.assessments([row["indicator"]], [row["region"]], [row["period"]])

    assert (found.reason or found.result, found.rule or "") == (row["verdict"], row["rule"])
    if row["progress_pct"]:
        assert f"{100 * found.progress:.2f}" == row["progress_pct"]


@pytest.mark.parametrize("period", ["2020Q1-3", "2021H1"])
def test_all_lights_of_the_notices_are_held_as_published(real_build, period):
    rows = read(f"levels_{period}")
    expected = {
        (row["region"], indicator): int(row[column])
        for row in rows
        for indicator, column in (
            ("energy_intensity_change", "intensity"),
            ("energy_consumption_growth", "total"),
        )
    }

    found = {
        (a.region, a.indicator): int(a.result.removeprefix("level_"))
        for a in real_build.warehouse.assessments(periods=[period])
        if a.kind == "barometer_published"
    }

    assert len(rows) == 30
    assert found == expected


@pytest.mark.parametrize(
    ("period", "level", "rule"), [("2020Q1-3", 1, "ndrc_gap10"), ("2021H1", 2, "ndrc_sign")]
)
def test_the_lights_of_the_province_stand_under_their_own_versions(real_build, period, level, rule):
    (light,) = real_build.warehouse.assessments(["energy_intensity_change"], [HOME], [period])

    assert (light.kind, light.result, light.rule) == ("barometer_published", f"level_{level}", rule)


def test_tibet_has_no_light_and_never_a_green_one(real_build):
    lights = real_build.warehouse.assessments(regions=["540000"], periods=["2020Q1-3", "2021H1"])

    assert lights
    assert {(light.result, light.reason) for light in lights} == {("unassessed", "no_data")}


def test_the_rise_of_2020_raises_no_flag_because_no_rule_is_in_force(real_build):
    flags = {(flag.indicator, flag.period): flag.strength for flag in real_build.warehouse.flags([HOME])}

    assert ("energy_intensity_change", "2020") not in flags
    assert flags["energy_intensity_change", "2020Q1-3"] == "warning"


def test_gdp_of_the_14_cities_2023_stands_as_published_in_their_order(real_build):
    rows = read("gdp_2023")
    cities = [city.code for city in real_build.catalog.children(HOME) if city.level == "city"]

    values = real_build.warehouse.values(["gdp"], cities, ["2023"])

    ranked = sorted(values, key=lambda each: -each.value)
    assert [(each.region, each.value) for each in ranked] == [(r["region"], float(r["value"])) for r in rows]
    assert len(rows) == 14


@pytest.mark.parametrize(("year", "residual"), [("2021", "145.4"), ("2022", "-30.2"), ("2023", "141.8")])
def test_the_cities_do_not_add_up_to_the_revised_province_and_nobody_makes_them(real_build, year, residual):
    notes = [c for c in real_build.warehouse.challenges(["gdp_nominal"], [HOME]) if c.period == year]

    assert [
        f"{json.loads(note.facts)['residual']:.1f}" for note in notes if note.kind == "parts_against_whole"
    ] == [residual]


@pytest.mark.parametrize(("year", "cities"), [("2010", 10), ("2011", 10), ("2012", 10), ("2019", 2)])
def test_the_city_inventory_covers_what_it_covers(real_build, year, cities):
    coverage = {
        (row.period, row.level): row.regions
        for row in real_build.warehouse.coverage()
        if row.indicator == "co2_ceads_total"
    }

    assert coverage[year, "city"] == cities


def test_the_county_that_its_source_leaves_out_is_named_and_not_filled(real_build):
    (note,) = real_build.warehouse.challenges(["co2_chen"], ["211324"])

    assert note.kind == "region_without_data"
    assert real_build.warehouse.values(["co2_chen_total"], ["211324"]) == []


def test_population_breaks_at_the_census_and_the_break_is_declared(real_build):
    cities = [city.code for city in real_build.catalog.children(HOME) if city.level == "city"]
    sums = {
        year: sum(each.value for each in real_build.warehouse.values(["population"], cities, [year]))
        for year in ("2019", "2020")
    }
    benxi = {year: value_of(real_build, "population", "210500", year).value for year in ("2019", "2020")}

    # 2019 is not revised to the census of 2020: the sum of the cities falls by 4.4 per cent, Benxi by 20.6
    assert round(100 * (sums["2020"] / sums["2019"] - 1), 1) == -4.4
    assert round(100 * (benxi["2020"] / benxi["2019"] - 1), 1) == -20.6
    assert {city: break_years(real_build.catalog, "population", city) for city in cities} == {
        **dict.fromkeys(cities, (2020,)), "210100": (2015,), "210200": (2019,),
    }  # fmt: skip


def test_no_cell_of_the_shipped_files_is_rejected(real_build):
    assert real_build.warehouse.rejected() == []
    assert all(row.rows_in == row.rows_kept for row in real_build.warehouse.stage_counts())


def test_38_champions_among_the_little_giants_do_not_stand_as_all_champions_of_the_province(real_build):
    # 辽宁日报 2024-07-22: 296家小巨人“其中38家入选国家制造业单项冠军”; 2022-12-24, batch 7: 32 in all
    all_champions = {
        row.period: row.value for row in real_build.warehouse.values(["single_champion_count"], [HOME])
    }
    among = value_of(real_build, "little_giant_single_champion_count", HOME, "2024M07")

    assert all_champions == {"2022M12": 32.0, "2023M02": 32.0}
    assert (among.value, "其中38家入选国家制造业单项冠军" in among.note) == (38.0, True)


def test_what_a_source_says_of_the_scope_of_a_count_stays_with_the_value(real_build):
    assert value_of(real_build, "little_giant_count", HOME, "2022M07").note == "前三批"
    assert value_of(real_build, "little_giant_count", HOME, "2024M07").note is None


def test_the_secondary_share_of_the_province_is_taken_within_one_publication(real_build):
    # communiqués: 10875.2 of 27584.1, 11755.8 of 28975.1; as reported for 2023: 11734.5 of 30209.4
    shares = {year: value_of(real_build, "secondary_share", HOME, year) for year in ("2021", "2022", "2023")}

    assert {year: round(row.value, 2) for year, row in shares.items()} == {
        "2021": 39.43, "2022": 40.57, "2023": 38.84,
    }  # fmt: skip
    assert {row.status for row in shares.values()} == {"preliminary"}


def test_published_figures_do_not_claim_to_be_final(real_build):
    statuses = {
        row.source: row.status
        for row in real_build.warehouse.observations()
        if row.source
        in ("official_text", "nbs_2020_communique", "ceads_city", "ndrc_901_2020", "census_2020")
        and row.status != "preliminary"
    }
    assert statuses == {
        "official_text": "as_published",
        "nbs_2020_communique": "as_published",
        "ceads_city": "as_published",
        "ndrc_901_2020": "final",  # the notice itself gives the level
        "census_2020": "final",
    }


def test_large_steps_of_one_inventory_are_all_suspicions_and_none_is_told_as_a_fact(real_build):
    # CEADs: 沈阳 2006 +39.5 per cent, 辽阳 2011 +30.2, 大连 2019 +29.8
    found = {
        (row.region, row.period): (row.kind, row.severity)
        for row in real_build.warehouse.challenges(["co2_ceads"])
        if row.kind in ("jump", "series_break")
    }
    assert {key: found.get(key) for key in (("210100", "2006"), ("211000", "2011"), ("210200", "2019"))} == {
        ("210100", "2006"): ("jump", "note"),
        ("211000", "2011"): ("jump", "note"),
        ("210200", "2019"): ("jump", "note"),
    }
