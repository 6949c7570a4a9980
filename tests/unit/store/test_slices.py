"""The slices of a build answer what its tables answer, to the type of every cell."""

import shutil

import pytest

from etl.errors import BuildError
from etl.pipeline.verify import refuse_if_damaged
from etl.store.read import WAREHOUSE, Warehouse
from etl.store.slices import SLICES, Slices
from etl.store.standings import standings_of

QUESTIONS = {
    "values": [
        {},
        {"regions": ["210100"]},
        {"indicators": ["gdp", "unheard_of"], "regions": ["210200", "210100"]},
        {"indicators": ["gdp", "co2_ceads_total"], "periods": ["2019", "2021"]},
        {"indicators": ["gdp"], "periods": ["2021", "2019"], "regions": ["210200", "999999", "210100"]},
        {
            "indicators": ["gdp"],
            "periods": ["2021"],
            "regions": [str(code) for code in range(210000, 211500)],
        },
        {"indicators": []},
        {"regions": ["999999"]},
    ],
    "observations": [{}, {"regions": ["210100"]}, {"series": ["gdp_current"], "periods": ["2022", "2023"]}],
    "assessments": [{}, {"regions": ["210000"]}],
    "rankings": [{}, {"regions": ["210100"]}],
    "findings": [{}, {"kinds": ["trend"], "regions": ["210100", "210200"]}],
    "flags": [{}, {"regions": ["210000"]}],
    "challenges": [{}, {"regions": ["210000"]}],
    "title_flows": [{}],
    "files": [{}],
}
REGISTERS = ("county_boundary_event", "unheard_of")


@pytest.fixture(scope="module")
def both(real_build, tmp_path_factory):
    """The warehouse with its slices, and the same file without any beside it."""
    alone = tmp_path_factory.mktemp("alone") / WAREHOUSE
    alone.symlink_to(real_build.folder / WAREHOUSE)
    bare = Warehouse.of_file(real_build.build_id, alone)
    yield real_build.warehouse, bare
    bare.close()


@pytest.mark.parametrize("question", QUESTIONS)
def test_slices_answer_as_the_tables_do(both, question):
    sliced, bare = both
    for chosen in QUESTIONS[question]:
        found, expected = getattr(sliced, question)(**chosen), getattr(bare, question)(**chosen)

        assert found == expected
        assert [list(map(type, row)) for row in found] == [list(map(type, row)) for row in expected]


def test_where_each_region_stands_is_what_all_its_rows_say(both):
    sliced, bare = both
    rows = {}
    for row in bare.values():
        rows.setdefault(row.region, []).append(row)
    figures = bare.observations()

    for code in (*rows, "999999"):
        assert sliced.standings(code) == standings_of(rows.get(code, []))
        known = {row.series for row in figures if row.region == code and row.value is not None}
        assert sliced.delivered(code) == bare.delivered(code) == known
    for series, period in (("gdp_current", "2022"), ("gdp_current", "1066"), ("unheard_of", "2022")):
        sources = {row.region: row.source for row in figures if (row.series, row.period) == (series, period)}
        found = sliced.sources_of_figures(series, period)
        assert dict(found) == dict(found.items()) == bare.sources_of_figures(series, period) == sources
        assert (len(found), found.get("999999"), list(map(found.get, sources))) == (
            len(sources),
            None,
            list(sources.values()),
        )


def test_a_register_is_read_from_the_slices_in_the_order_of_its_files(both):
    sliced, bare = both
    for register in REGISTERS:
        assert sliced.records(register) == bare.records(register)
    assert sliced.records(REGISTERS[0])


def test_a_build_without_slices_or_with_those_of_another_form_is_read_from_its_tables(tmp_path):
    assert Slices.of_build(tmp_path) is None

    (tmp_path / SLICES).write_bytes(b"slices-0" + bytes(40))

    assert Slices.of_build(tmp_path) is None


def test_damaged_slices_are_found_before_a_build_is_used(tiny_copy_of_build):
    refuse_if_damaged(tiny_copy_of_build)
    path = tiny_copy_of_build / SLICES
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)

    with pytest.raises(BuildError, match=SLICES):
        refuse_if_damaged(tiny_copy_of_build)


@pytest.fixture
def tiny_copy_of_build(tiny_build, tmp_path):
    """A copy of the tiny build, to be broken."""
    return shutil.copytree(tiny_build.folder, tmp_path / tiny_build.build_id)
