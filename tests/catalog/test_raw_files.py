"""The shipped source files: complete, unchanged, declared, and equal to their publications."""

import csv
import hashlib
from collections import Counter
from decimal import Decimal
from fnmatch import fnmatch
from pathlib import Path

import pytest

from etl.catalog.catalog import Catalog
from etl.catalog.load import load_catalog
from etl.catalog.reading import read_yaml
from etl.model.format import LongLayout
from etl.model.region import Region
from etl.model.source import FileMeta
from etl.model.vocabulary import RegionLevel

DATA = Path(__file__).parents[2] / "data"
RAW_FILES = sorted(path for path in (DATA / "raw").rglob("*") if path.suffix == ".csv")

ROWS = {
    "boundary_events": 45,
    "ceads_city": 130,
    "ceads_province": 822,
    "census_2010": 230,
    "census_2020": 230,
    "chen_county": 2079,
    "edgar_city": 322,
    "gdp_city_index": 336,
    "gdp_city_published": 280,
    "lnrb_2022_12_24": 8,
    "miit_little_giant_batches": 7,
    "nbs_2020_communique": 90,
    "nbs_province_revised": 20,
    "ndrc_629_2021": 30,
    "ndrc_901_2020": 30,
    "ndrc_barometer_2011_2015": 450,
    "official_text": 117,
    "population_city": 210,
    "restriction_episodes": 9,
}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog(DATA)


def rows_of(source: str) -> list[dict[str, str]]:
    """All rows of a source's files, as text."""
    rows: list[dict[str, str]] = []
    for path in sorted((DATA / "raw" / source).glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            rows.extend(csv.DictReader(stream))
    return rows


def figure(source: str, **where: str) -> str:
    """The text of the one figure that a condition names."""
    found = [row for row in rows_of(source) if all(row[key] == value for key, value in where.items())]
    assert len(found) == 1
    return found[0]["value"]


@pytest.mark.parametrize("path", RAW_FILES, ids=lambda path: path.parent.name)
def test_every_file_is_the_one_that_its_meta_describes(path: Path) -> None:
    meta = FileMeta.read(read_yaml(path.with_name(f"{path.name}.meta.yaml")))

    assert meta.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert meta.source == path.parent.name


def test_no_meta_stands_without_its_file() -> None:
    described = {path.with_name(path.name.removesuffix(".meta.yaml")) for path in DATA.rglob("*.meta.yaml")}
    described = {path for path in described if (DATA / "raw") in path.parents}

    assert described == set(RAW_FILES)


@pytest.mark.parametrize("path", RAW_FILES, ids=lambda path: path.parent.name)
def test_every_file_has_exactly_one_declared_format(catalog: Catalog, path: Path) -> None:
    declared = [file for file in catalog.formats[path.parent.name] if fnmatch(path.name, file.format.file)]

    assert path.parent.name in catalog.sources
    assert len(declared) == 1


@pytest.mark.parametrize("source", sorted(ROWS))
def test_a_source_has_as_many_rows_as_were_published(source: str) -> None:
    assert len(rows_of(source)) == ROWS[source]


def test_the_counted_sources_are_all_there_are() -> None:
    assert {path.parent.name for path in RAW_FILES} == set(ROWS)


def test_energy_intensity_of_the_province_rose_by_3_96_per_cent_in_2020() -> None:
    where = {"region_code": "210000", "period": "2020", "indicator": "energy_intensity_change"}

    assert figure("nbs_2020_communique", **where) == "3.96"
    assert figure("official_text", **where) == "3.96"


def test_shenyang_reduced_energy_intensity_by_19_44_per_cent_in_2016_to_2020() -> None:
    where = {"region_code": "210100", "period": "2016-2020", "indicator": "energy_intensity_cum_reduction"}

    assert figure("official_text", **where) == "19.44"


def test_the_inventories_of_benxi_2010_differ_by_a_factor_of_four() -> None:
    ceads = Decimal(figure("ceads_city", region_code="210500", period="2010"))
    edgar = Decimal(figure("edgar_city", region_code="210500", period="2010"))

    assert round(ceads) == 81
    assert round(edgar) == 20


def test_counties_and_cities_of_the_2020_census_each_add_up_to_the_province(catalog: Catalog) -> None:
    totals: Counter[RegionLevel] = Counter()
    for row in rows_of("census_2020"):
        if row["indicator"] == "population_census":
            totals[catalog.regions[row["region_code"]].level] += int(Decimal(row["value"]))

    assert totals == {
        RegionLevel.PROVINCE: 42_591_407,
        RegionLevel.CITY: 42_591_407,
        RegionLevel.COUNTY: 42_591_407,
    }


def test_four_cities_are_absent_from_the_city_inventory(catalog: Catalog) -> None:
    covered = {row["region_code"] for row in rows_of("ceads_city")}
    absent = [
        city.name.zh for city in catalog.children("210000", RegionLevel.CITY) if city.code not in covered
    ]

    assert absent == ["锦州市", "营口市", "铁岭市", "葫芦岛市"]


def test_the_county_inventory_lacks_only_harqin_left_wing(catalog: Catalog) -> None:
    counties = {code for code, region in catalog.regions.items() if region.level is RegionLevel.COUNTY}
    covered = {catalog.region_by_code[row["source_region_code"]] for row in rows_of("chen_county")}

    assert counties - covered == {"211324"}
    assert covered <= counties


def test_former_codes_of_the_county_inventory_lead_to_todays_counties(catalog: Catalog) -> None:
    former = {
        row["source_region_name"]: catalog.regions[catalog.region_by_code[row["source_region_code"]]].name.zh
        for row in rows_of("chen_county")
    }

    assert former["东陵区"] == "浑南区"
    assert former["辽中县"] == "辽中区"
    assert former["普兰店市"] == "普兰店区"
    assert former["大洼县"] == "大洼区"


def test_every_word_of_a_long_file_is_mapped_and_none_is_mapped_in_vain(catalog: Catalog) -> None:
    for source, files in catalog.formats.items():
        layout = files[0].format.layout
        if not isinstance(layout, LongLayout) or layout.series.fixed:
            continue
        headings = [layout.series.heading, layout.series.second_heading]
        found = {"|".join(row[heading] for heading in headings if heading) for row in rows_of(source)}

        assert found == set(layout.series.words), source


def test_every_communique_figure_carries_the_day_it_was_published() -> None:
    published = {row["source_title"]: row["published"] for row in rows_of("official_text")}

    assert published["沈阳市统计局 2024-08-23"] == "2024-08-23"
    assert published["2008年各省单位GDP能耗等指标公报 (2009-06-30) 转载"] == "2009-06-30"
    assert published["辽宁省2021年统计公报 转载"] == "2022"  # a communiqué appears in the following spring
    assert published["大连市发改委 2020-06/07 报道"] == "2020-07"  # never known earlier than it was published


def words_of(region: Region) -> set[str]:
    """Every spelling under which a region is found."""
    return {region.name.zh, region.name.en, *region.aliases}


def test_no_region_name_is_ambiguous_within_its_level_and_parent(catalog: Catalog) -> None:
    spellings = Counter(
        (region.level, region.parent, word)
        for region in catalog.regions.values()
        for word in words_of(region)
    )

    assert [spelling for spelling, count in spellings.items() if count > 1] == []


def test_no_short_name_could_mean_two_regions(catalog: Catalog) -> None:
    spellings = Counter(word for region in catalog.regions.values() for word in words_of(region))
    full = {word for region in catalog.regions.values() for word in (region.name.zh, region.name.en)}

    assert {word for word, count in spellings.items() if count > 1 and word not in full} == set()
    assert {word for word, count in spellings.items() if count > 1} == {"铁西区", "Tiexi District"}


def test_the_shipped_regions_are_one_nation_31_provinces_14_cities_100_counties(catalog: Catalog) -> None:
    levels = Counter(region.level for region in catalog.regions.values())

    assert levels[RegionLevel.NATION] == 1
    assert levels[RegionLevel.PROVINCE] == 31
    assert levels[RegionLevel.CITY] == 14
    assert levels[RegionLevel.COUNTY] == 100
