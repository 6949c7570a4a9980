"""Every file of a catalogue is read or named; all that is wrong is named at once, with its place."""

import pytest

from etl.catalog.check import check_catalog
from etl.catalog.claimed import refuse_unclaimed
from etl.catalog.load import load_catalog, load_regions
from etl.errors import CatalogError, LiaoningError, ProblemsFound
from tests.conftest import SHIPPED
from tests.small import REGIONS, catalog, region


def says(error: LiaoningError) -> list[str]:
    return [each.say("en") for each in getattr(error, "problems", [error])]


@pytest.fixture
def tiny_catalog(tiny_copy):
    return tiny_copy / "catalog"


def test_every_file_of_the_shipped_catalogue_is_claimed():
    refuse_unclaimed(SHIPPED / "catalog")


@pytest.mark.parametrize(
    ("file", "hint"),
    [
        ("indicators/gdp.yml", "indicators/*.yaml"),
        ("target/plan.yaml", "targets"),
        ("rules/barometers/ndrc.yaml", "rules/barometer/*.yaml"),
        ("targets/old/plan.yaml", "targets/*.yaml"),
        ("corrections/2026/communique.yaml", "corrections/*.yaml"),
        ("factors/fuel.csv", "factors/fuels.csv"),
        ("regions (1).csv", "indicators"),
    ],
)
def test_a_file_that_no_loader_reads_is_named_with_where_it_could_lie(tiny_catalog, file, hint):
    stray = tiny_catalog / file
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_text("[]", "utf-8")

    with pytest.raises(ProblemsFound) as refused:
        refuse_unclaimed(tiny_catalog)

    named = next(line for line in says(refused.value) if f"{file}, whole file" in line)
    assert "a file that no loader reads" in named
    assert hint in named


def test_a_list_beside_the_folder_of_its_name_is_named_because_only_the_folder_is_read(tiny_catalog):
    (tiny_catalog / "targets").mkdir()

    with pytest.raises(
        ProblemsFound, match=r"targets\.yaml, whole file: found the folder targets/ beside it"
    ):
        refuse_unclaimed(tiny_catalog)


def test_notes_for_people_may_lie_anywhere(tiny_catalog):
    (tiny_catalog / "indicators" / "README.md").write_text("说明", "utf-8")

    refuse_unclaimed(tiny_catalog)


def test_a_list_that_is_a_number_is_named(tiny_copy):
    (tiny_copy / "catalog" / "units.yaml").write_text("5", "utf-8")

    with pytest.raises(CatalogError, match=r"units\.yaml, whole file: found 5; expected a list"):
        load_catalog(tiny_copy)


def test_a_heading_misspelt_in_the_table_of_regions_is_named(tiny_copy):
    path = tiny_copy / "catalog" / "regions.csv"
    path.write_text(path.read_text("utf-8").replace("level,kind", "levels,kind"), "utf-8")

    with pytest.raises(CatalogError, match=r"regions\.csv, headings: found code, .*; expected also level"):
        load_catalog(tiny_copy)


def test_spaces_around_a_cell_mean_nothing(tiny_catalog):
    path = tiny_catalog / "regions.csv"
    before = load_regions(tiny_catalog)
    heading, *rows = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([heading, *(row.replace(",", " ,  ") + " " for row in rows)]) + "\n", "utf-8")

    assert load_regions(tiny_catalog) == before


def test_a_former_superior_that_is_no_region_is_named(tiny_copy):
    path = tiny_copy / "catalog" / "region_history.csv"
    head = "code,former_code,former_name,until,note,former_parent"
    path.write_text(f"{head}\n900101,900101,城中区,2022,划归,900999\n", "utf-8")

    with pytest.raises(ProblemsFound) as told:
        check_catalog(load_catalog(tiny_copy))

    said = told.value.say("en")
    assert "900101 until 2022: found former_parent '900999'; expected the code of a city" in said


@pytest.mark.parametrize("file", ["regions.csv", "units.yaml"])
def test_another_encoding_is_named(tiny_copy, file):
    path = tiny_copy / "catalog" / file
    path.write_bytes(path.read_text("utf-8").encode("gb18030"))

    with pytest.raises(CatalogError, match=rf"{file}, whole file: .*UTF-8|{file}.*utf-8"):
        load_catalog(tiny_copy)


@pytest.mark.parametrize(("row", "found"), [("900300,南港市", "2 cells"), ("9," * 14, "more")])
def test_a_row_of_another_length_is_named_with_its_line(tiny_copy, row, found):
    path = tiny_copy / "catalog" / "regions.csv"
    text = path.read_text("utf-8")
    path.write_text(f"{text.rstrip()}\n{row}\n", "utf-8")
    line = len(text.rstrip().splitlines()) + 1

    with pytest.raises(CatalogError, match=rf"regions\.csv, line {line}: found {found}; expected 12 cells"):
        load_catalog(tiny_copy)


def test_everything_wrong_with_a_declaration_is_named_unknown_names_first_and_no_text_is_poured_out(
    tiny_copy,
):
    path = tiny_copy / "catalog" / "indicators" / "gdp.yaml"
    text = path.read_text("utf-8").replace("higher_is_better", "up").replace("topic:", "topics:")
    path.write_text(text, "utf-8")

    with pytest.raises(ProblemsFound) as refused:
        load_catalog(tiny_copy)

    lines = says(refused.value)
    assert [line.split(", ")[1].split(":")[0] for line in lines] == ["topics", "direction", "topic"]
    assert "found nothing; expected one of carbon, dual_control" in lines[2]
    assert max(map(len, lines)) < 300


NATION, LIAONING, SHENYANG = REGIONS[0], REGIONS[1], REGIONS[3]


@pytest.mark.parametrize(
    ("wrong", "finding"),
    [
        (region("210100", "city", "210106"), "210100 → 210106 → 210100"),
        (region("210100", "city", "210100"), "210100 → 210100"),
        (region("210100", "city", "220100"), "'220100'"),
        (region("210100", "city", "100000"), "city under nation 100000"),
        (region("210100", "city", "210300"), "city under city 210300"),
        (region("210100", "city", None), "no parent"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_region_lies_in_one_of_the_level_above_and_never_in_itself(wrong, finding):
    others = [each for each in REGIONS if each.code != wrong.code]

    with pytest.raises(ProblemsFound) as refused:
        check_catalog(catalog(regions=(*others, wrong)))

    assert any(line.startswith("Wrong declaration: regions.csv, 210100") and finding in line
               for line in says(refused.value))  # fmt: skip


def test_a_district_may_lie_directly_in_a_municipality():
    # 北京市东城区: 110101 lies in 110000 (GB/T 2260)
    beijing, dongcheng = region("110000", "province", "100000"), region("110101", "county", "110000")

    with pytest.raises(ProblemsFound) as refused:  # the small catalogue starts with an indicator it lacks
        check_catalog(catalog(regions=(*REGIONS, beijing, dongcheng)))

    assert all("regions.csv" not in line for line in says(refused.value))


def test_a_target_that_its_document_calls_approximate_binds_nobody_to_a_digit(shipped_catalog):
    approximate = [each for each in shipped_catalog.targets if each.note and "左右" in each.note.zh]

    assert "crude_steel_output" in {each.indicator for each in approximate}
    assert {each.comparator.value for each in approximate} == {"about"}


@pytest.mark.parametrize(
    ("indicator", "nation"),
    [  # 国家统计局《2024年国民经济和社会发展统计公报》 (2025-02-28); electricity: 国家能源局, 2025-01-20
        ("gdp", 1_349_084),  # 亿元
        ("population", 140_828),  # 万人
        ("energy_consumption", 596_000),  # 59.6亿吨标准煤
        ("electricity_use", 98_521),  # 亿千瓦时
        ("coal_consumption", 476_000 + 54_300),  # 原煤产量 and 煤及褐煤进口, 万吨
    ],
)
def test_an_amount_beyond_the_nation_is_no_region_but_another_unit(shipped_catalog, indicator, nation):
    """Tonnes under 万吨 are 10,000 times too many: seen from the first return on, with nothing to compare."""
    limit = shipped_catalog.indicators[indicator].plausible.max
    assert nation <= limit <= 2 * nation
