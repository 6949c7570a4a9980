"""Regions by code and by name, periods by spelling."""

import pytest

from etl.model.cell_table import CellColumn, CellTable
from etl.model.format import PeriodColumn, RegionColumn
from etl.model.sheet import Sheet
from etl.stage.places import names_to_codes, period_reader, read_regions
from etl.stage.result import Faults
from tests import small

CATALOG = small.catalog()


def regions_of(words, by, names=None):
    """Codes found, and the fault code of each row."""
    columns = [CellColumn.of(words), *([CellColumn.of(names)] if names else [])]
    body = CellTable(columns, len(words)).below(0)
    column = RegionColumn(heading="地区", by=by, name_heading="名称" if names else None)
    faults = Faults(len(body))
    found = read_regions(body, column, {"地区": 1, "名称": 2}, CATALOG, faults)
    sheet = Sheet(file="a.csv", name="a", number=1, cells=body.table)
    rejected = faults.rejected(sheet, body.numbers, {})
    of_row = dict(zip(rejected.array("row_no").tolist(), rejected.array("code").tolist(), strict=True))
    return list(found), [of_row.get(number) for number in body.numbers.tolist()]


def test_a_name_or_alias_leads_to_its_code():
    assert regions_of(["沈阳市", "沈 阳", "鞍山市"], "name") == (["210100", "210100", "210300"], [None] * 3)


def test_a_name_that_two_regions_bear_is_rejected():
    codes, faults = regions_of(["铁西区"], "name")

    assert faults == ["unknown_region"]
    assert codes == [None]
    assert "铁西区" not in names_to_codes(CATALOG)


def test_the_code_tells_two_regions_of_one_name_apart():
    assert regions_of(["210106", "210303"], "code", ["铁西区", "铁西区"]) == (
        ["210106", "210303"],
        [None, None],
    )


def test_a_former_code_leads_to_todays_region_under_its_former_name():
    assert regions_of(["210122"], "code", ["辽中县"]) == (["210115"], [None])


def test_an_unknown_code_is_rejected_never_dropped():
    assert regions_of(["219999", "210100"], "code")[1] == ["unknown_region", None]


def test_a_name_that_contradicts_its_code_is_rejected():
    assert regions_of(["210100"], "code", ["鞍山市"])[1] == ["region_name_differs"]


def test_a_code_without_a_name_beside_it_is_taken():
    assert regions_of(["210100"], "code", [" "])[1] == [None]


SPELLINGS = PeriodColumn.read(
    {
        "heading": "时期",
        "spellings": [
            {"pattern": r"(\d{4})-H1", "becomes": r"\1H1"},
            {"pattern": r"(\d{4})-(\d{2})", "becomes": r"\1M01-\2", "only": ["累计"]},
            {"pattern": r"(\d{4})-(\d{2})", "becomes": r"\1M\2", "only": ["当月"]},
        ],
    }
)


@pytest.mark.parametrize(
    ("text", "word", "period"),
    [
        ("2011-H1", "累计", "2011H1"),
        ("2022-10", "累计", "2022M01-10"),
        ("2022-10", "当月", "2022M10"),
        ("2023", "累计", "2023"),
        ("2020Q1-3", "累计", "2020Q1-3"),
        ("２０２３", "累计", "2023"),
    ],
)
def test_an_older_spelling_becomes_the_period_it_means_for_its_series(text, word, period):
    assert str(period_reader(SPELLINGS)(text, word)) == period


@pytest.mark.parametrize("text", ["2022-10", "20x3", "", "2023年", "2023M13", "2023M01-00", "2023Q5"])
def test_a_text_that_is_no_period_is_none(text):
    assert period_reader(SPELLINGS)(text, "别的") is None
